package io.tickbus.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;

/** Sends on every connection as fast as its socket accepts bytes. One thread writes to all connections. */
final class FullSpeed {
    private final List<Feed> feeds;
    private final boolean single;
    private final int sendMs;

    FullSpeed(Order order, List<SocketChannel> channels) {
        Shape.Ring ring = order.shape().ring();
        feeds = channels.stream()
                .map(channel -> new Feed(channel, ring, order.shape().single()))
                .toList();
        single = order.shape().single();
        sendMs = order.sendMs();
    }

    /** Sends until the time is over. Returns the number of messages on each connection. */
    long[] send() throws IOException {
        try (Selector selector = Selector.open()) {
            for (Feed feed : feeds) {
                feed.channel.register(selector, SelectionKey.OP_WRITE, feed);
            }
            long end = System.nanoTime() + sendMs * 1_000_000L;
            while (System.nanoTime() < end) {
                if (!single || !writeToAll()) {
                    selector.select(key -> ((Feed) key.attachment()).write(), 1);
                }
            }
            long[] messages = new long[feeds.size()];
            for (int i = 0; i < messages.length; i++) {
                messages[i] = feeds.get(i).finish();
            }
            return messages;
        }
    }

    /**
     * Writes to all sockets without a selector, because a socket nearly always has room for one message. Returns
     * false if no socket had room.
     */
    private boolean writeToAll() {
        boolean any = false;
        for (Feed feed : feeds) {
            any |= feed.write();
        }
        return any;
    }

    /** The endless repetition of the ring on one connection. */
    private static final class Feed {
        private final SocketChannel channel;
        private final Shape.Ring ring;
        private final ByteBuffer bytes;
        private final boolean single;
        private long bytesSent;

        Feed(SocketChannel channel, Shape.Ring ring, boolean single) {
            this.channel = channel;
            this.ring = ring;
            this.bytes = ByteBuffer.allocateDirect(ring.bytes().length).put(ring.bytes());
            this.single = single;
            bytes.clear();
        }

        boolean write() {
            try {
                if (single) {
                    int end = (bytes.position() / ring.messageBytes() + 1) * ring.messageBytes();
                    bytes.limit(end);
                }
                int count = channel.write(bytes);
                bytesSent += count;
                bytes.limit(bytes.capacity());
                if (!bytes.hasRemaining()) {
                    bytes.clear();
                }
                return count > 0;
            } catch (IOException gone) {
                throw new IllegalStateException("a subscriber left while it was sent to", gone);
            }
        }

        /** Sends the rest of the current message. Returns the number of messages. */
        long finish() throws IOException {
            int begun = (int) (bytesSent % ring.messageBytes());
            if (begun > 0) {
                int left = ring.messageBytes() - begun;
                bytes.limit(bytes.position() + left);
                while (bytes.hasRemaining()) {
                    bytesSent += channel.write(bytes);
                }
            }
            return bytesSent / ring.messageBytes();
        }
    }
}
