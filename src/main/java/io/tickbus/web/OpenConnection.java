package io.tickbus.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches one connection of the web server. It limits the body of a request, the rate of WebSocket messages, and the
 * answers that the client does not read. It works below Vert.x, because the bridge answers a malformed message without
 * asking {@link BridgeAccess}. {@link OpenConnections} creates it. Belongs to the event loop of the connection.
 */
final class OpenConnection extends ChannelDuplexHandler {
    /** Limit of the body of a request, in bytes. The largest body is that of the login form. */
    static final long BODY_BYTES_MAX = 64 << 10;
    /** Limit of the answers that the client has not read, in bytes. A larger answer is sent if nothing else is unread. */
    static final long UNREAD_BYTES_MAX = 8 << 20;
    /** Limit of the WebSocket messages and frames in a second. The page sends a few. */
    static final int FRAMES_PER_SECOND_MAX = 100;
    /** Number of WebSocket frames that the client may send at once. */
    static final int FRAMES_AT_ONCE_MAX = 2 * FRAMES_PER_SECOND_MAX;
    /** Estimated size of a part of an answer that is no buffer, in bytes. */
    private static final int OTHER_BYTES = 256;

    private static final long NANOS_PER_FRAME = TimeUnit.SECONDS.toNanos(1) / FRAMES_PER_SECOND_MAX;

    private final Channel channel;
    private final String client;
    private final OpenConnections all;
    private String user = "";
    private @Nullable ChannelHandlerContext watching;
    private boolean isClosing;
    private boolean isWebSocket;
    private boolean hasSentRequest;
    private boolean isInRequest;
    private long lastNanos;
    private long bodyBytes;
    private long unreadBytes;
    private long framesAllowed = FRAMES_AT_ONCE_MAX;
    private long framesNanos;

    OpenConnection(Channel channel, String client, OpenConnections all) {
        this.channel = channel;
        this.client = client;
        this.all = all;
        lastNanos = all.nanoTime();
        framesNanos = lastNanos;
    }

    /** Begins to watch. */
    void start() {
        channel.pipeline().addBefore("handler", "limits", this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        watching = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!isAllowed(message)) {
            ReferenceCountUtil.release(message);
            return;
        }
        context.fireChannelRead(message);
    }

    private boolean isAllowed(Object message) {
        if (isClosing) {
            return false;
        }
        if (message instanceof WebSocketFrame) {
            lastNanos = all.nanoTime();
            all.used(this);
            return isFrameAllowed();
        }
        if (message instanceof HttpRequest) {
            lastNanos = all.nanoTime();
            isInRequest = true;
            bodyBytes = 0;
        }
        if (message instanceof HttpContent content) {
            bodyBytes += content.content().readableBytes();
            if (bodyBytes > BODY_BYTES_MAX) {
                all.refuse(this, WebRefusal.BODY, "a body of more than " + BODY_BYTES_MAX + " bytes");
                return false;
            }
        }
        if (message instanceof LastHttpContent) {
            lastNanos = all.nanoTime();
            isInRequest = false;
            hasSentRequest = true;
            all.used(this);
        }
        return true;
    }

    private boolean isFrameAllowed() {
        long earned = (lastNanos - framesNanos) / NANOS_PER_FRAME;
        framesNanos += earned * NANOS_PER_FRAME;
        framesAllowed = Math.min(FRAMES_AT_ONCE_MAX, framesAllowed + earned) - 1;
        if (framesAllowed < 0) {
            all.refuse(
                    this, WebRefusal.MESSAGES, "more than " + FRAMES_PER_SECOND_MAX + " WebSocket messages a second");
            return false;
        }
        return true;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (unreadBytes > UNREAD_BYTES_MAX && !isClosing) {
            all.refuse(this, WebRefusal.SLOW_READER, unreadBytes + " bytes of answers are unread");
        }
        if (isClosing) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
            return;
        }
        long bytes = bytes(message);
        unreadBytes += bytes;
        context.write(message, promise.unvoid()).addListener(written -> {
            unreadBytes -= bytes;
            all.countUnread(-bytes);
        });
        all.countUnread(bytes);
    }

    private static long bytes(Object message) {
        return message instanceof ByteBuf buffer
                ? buffer.readableBytes()
                : message instanceof ByteBufHolder holder ? holder.content().readableBytes() : OTHER_BYTES;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        all.remove(this);
        context.fireChannelInactive();
    }

    /** Notes that the connection has become a WebSocket. */
    void upgrade(String userName) {
        isWebSocket = true;
        user = userName;
        if (!user.isEmpty() && all.protect(user)) {
            all.keep(this);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // channelInactive follows.
    void close() {
        isClosing = true;
        // Closes below Vert.x, which would first wait for the answer to a WebSocket's close frame.
        if (watching != null) {
            watching.close();
        } else {
            channel.close();
        }
    }

    /** Returns whether the connection has been open for too long without a complete request. */
    boolean isIdle(long now) {
        int secondsMax = hasSentRequest ? OpenConnections.IDLE_SECONDS_MAX : OpenConnections.REQUEST_SECONDS_MAX;
        return !isWebSocket && now - lastNanos > TimeUnit.SECONDS.toNanos(secondsMax);
    }

    boolean isInRequest() {
        return isInRequest;
    }

    /** Returns the time of the last request or message, or of the connect, from the clock of {@link OpenConnections}. */
    long lastNanos() {
        return lastNanos;
    }

    long unreadBytes() {
        return unreadBytes;
    }

    String client() {
        return client;
    }

    /** Returns the user of a WebSocket; empty if it is unknown. */
    String user() {
        return user;
    }
}
