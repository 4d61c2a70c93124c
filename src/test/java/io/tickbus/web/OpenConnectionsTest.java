package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.tickbus.access.RefusalCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The limits of connections, with a clock of the test. */
class OpenConnectionsTest {
    private static final int CONNECTIONS_MAX = 3;
    private static final long UNREAD_BYTES_MAX = 10L << 20;

    private final RefusalCounts<WebRefusal> refusals = WebRefusal.newCounts(false);
    private long nanos;
    private final OpenConnections connections =
            new OpenConnections(CONNECTIONS_MAX, UNREAD_BYTES_MAX, refusals, () -> nanos);

    /** A client that reads nothing. */
    private static final class Unread extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            // The promise stays open, as with a full socket.
        }
    }

    private EmbeddedChannel connect() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline().addLast("handler", new ChannelInboundHandlerAdapter());
        connections.add(channel, "127.0.0.1:" + nanos);
        pass(1);
        return channel;
    }

    private void pass(long seconds) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
    }

    private static void begin(EmbeddedChannel channel) {
        channel.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
    }

    private static void request(EmbeddedChannel channel) {
        begin(channel);
        channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private static EmbeddedChannel upgrade(EmbeddedChannel channel, String user) {
        request(channel);
        channel.pipeline().get(OpenConnection.class).upgrade(user);
        return channel;
    }

    private static void message(EmbeddedChannel channel) {
        channel.writeInbound(new TextWebSocketFrame("{}"));
    }

    @Test
    void connectionWithoutARequestIsReplacedBeforeOneWithAnOldRequest() {
        EmbeddedChannel old = connect();
        request(old);
        EmbeddedChannel silent = connect();
        EmbeddedChannel active = connect();
        request(active);
        EmbeddedChannel first = connect();
        assertThat(silent.isOpen()).isFalse();
        request(first);
        EmbeddedChannel second = connect();
        assertThat(old.isOpen()).as("its request is the oldest").isFalse();
        assertThat(List.of(active.isOpen(), first.isOpen(), second.isOpen())).containsOnly(true);
        assertThat(connections.size()).isEqualTo(CONNECTIONS_MAX);
        assertThat(refusals.count(WebRefusal.CONNECTIONS)).isEqualTo(2);
    }

    @Test
    void webSocketOfAUserIsNotReplacedAndOneWithoutAUserIs() {
        EmbeddedChannel ann = upgrade(connect(), "ann");
        EmbeddedChannel stranger = upgrade(connect(), "");
        EmbeddedChannel other = connect();
        request(other);
        connect();
        assertThat(stranger.isOpen()).isFalse();
        connect();
        assertThat(ann.isOpen()).isTrue();
    }

    @Test
    void newConnectionIsRefusedIfAllOthersAreWebSocketsOfUsers() {
        for (int i = 0; i < CONNECTIONS_MAX; i++) {
            upgrade(connect(), "ann");
        }
        assertThat(connect().isOpen()).isFalse();
        assertThat(refusals.count(WebRefusal.CONNECTIONS)).isEqualTo(1);
    }

    @Test
    void userHasALimitOfWebSocketsThatAreNotReplaced() {
        OpenConnections many = new OpenConnections(100, UNREAD_BYTES_MAX, refusals, () -> nanos);
        List<EmbeddedChannel> sockets = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            EmbeddedChannel channel = new EmbeddedChannel();
            channel.pipeline().addLast("handler", new ChannelInboundHandlerAdapter());
            many.add(channel, "127.0.0.1:1");
            sockets.add(upgrade(channel, "ann"));
        }
        sockets.get(0).close().syncUninterruptibly();
        assertThat(many.protect("ann")).as("a closed one does not count").isTrue();
        assertThat(many.protect("ann")).isFalse();
        assertThat(many.protect("bob")).isTrue();
    }

    @Test
    void connectionThatSendsNoRequestIsClosedAfterTenSeconds() {
        EmbeddedChannel silent = connect();
        pass(OpenConnections.REQUEST_SECONDS_MAX - 1);
        connections.closeLate();
        assertThat(silent.isOpen()).isTrue();
        pass(1);
        connections.closeLate();
        assertThat(silent.isOpen()).isFalse();
        assertThat(connections.size()).isZero();
    }

    @Test
    void clientThatStopsWithinARequestIsClosed() {
        EmbeddedChannel stopping = connect();
        request(stopping);
        pass(60);
        connections.closeLate();
        assertThat(stopping.isOpen()).as("between requests").isTrue();
        begin(stopping);
        pass(6);
        stopping.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[10])));
        pass(5);
        connections.closeLate();
        assertThat(stopping.isOpen()).as("a slow body").isFalse();
        assertThat(refusals.count(WebRefusal.TIMEOUT)).isEqualTo(1);
    }

    @Test
    void idleConnectionIsClosedButNoWebSocket() {
        EmbeddedChannel idle = connect();
        request(idle);
        EmbeddedChannel socket = upgrade(connect(), "");
        pass(OpenConnections.IDLE_SECONDS_MAX + 1);
        connections.closeLate();
        assertThat(idle.isOpen()).isFalse();
        assertThat(socket.isOpen()).isTrue();
        assertThat(refusals.count(WebRefusal.TIMEOUT)).isZero();
    }

    @Test
    void bodyHasALimit() {
        EmbeddedChannel channel = connect();
        begin(channel);
        byte[] half = new byte[(int) OpenConnection.BODY_BYTES_MAX / 2];
        channel.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer(half)));
        channel.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer(half)));
        assertThat(channel.isOpen()).isTrue();
        channel.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[1])));
        assertThat(channel.isOpen()).isFalse();
        assertThat(refusals.count(WebRefusal.BODY)).isEqualTo(1);
    }

    @Test
    void webSocketHasALimitOfMessagesASecond() {
        EmbeddedChannel channel = upgrade(connect(), "ann");
        for (int second = 0; second < 5; second++) {
            for (int i = 0; i < OpenConnection.FRAMES_PER_SECOND_MAX; i++) {
                message(channel);
            }
            pass(1);
        }
        assertThat(channel.isOpen()).isTrue();
        for (int i = 0; i < OpenConnection.FRAMES_AT_ONCE_MAX; i++) {
            message(channel);
        }
        assertThat(channel.isOpen()).isTrue();
        message(channel);
        assertThat(channel.isOpen()).isFalse();
        assertThat(refusals.count(WebRefusal.MESSAGES)).isEqualTo(1);
    }

    @Test
    void clientThatReadsNoAnswersIsClosed() {
        EmbeddedChannel channel = unread(connect(), 8);
        assertThat(channel.isOpen()).isTrue();
        unread(channel, 1);
        assertThat(channel.isOpen()).isTrue();
        unread(channel, 1);
        assertThat(channel.isOpen()).isFalse();
        assertThat(refusals.count(WebRefusal.SLOW_READER)).isEqualTo(1);
    }

    @Test
    void allUnreadAnswersHaveALimit() {
        EmbeddedChannel slower = unread(connect(), 6);
        EmbeddedChannel slow = unread(connect(), 4);
        assertThat(slower.isOpen()).isTrue();
        unread(slow, 1);
        assertThat(slower.isOpen()).as("most is unread here").isFalse();
        assertThat(slow.isOpen()).isTrue();
    }

    /** Writes so many megabytes, one by one, to a client that reads nothing. */
    @SuppressWarnings("FutureReturnValueIgnored") // nothing is written
    private static EmbeddedChannel unread(EmbeddedChannel channel, int megabytes) {
        if (channel.pipeline().get(Unread.class) == null) {
            channel.pipeline().addFirst(new Unread());
        }
        for (int i = 0; i < megabytes; i++) {
            channel.write(Unpooled.wrappedBuffer(new byte[1 << 20]));
        }
        return channel;
    }
}
