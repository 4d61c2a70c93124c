package io.tickbus.bench;

import io.tickbus.q.Encoder;
import io.tickbus.q.MessageKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The tickerplant of the benchmarks, a process of its own, told what to do on standard input: a line with a shape and the
 * milliseconds to send for. It lets that many subscribers in, prints {@code ready}, waits for the line {@code go}, writes as
 * fast as each socket takes it, and prints the messages sent on each connection. One thread writes to all: it is bound by the
 * sockets, as the drain beside every measurement shows.
 */
public final class Sender {
    private static final byte[] CAPABILITY = {3};

    private final ServerSocketChannel server;
    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private final PrintStream out = System.out;

    private Sender() throws IOException {
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        out.println("port " + ((InetSocketAddress) server.getLocalAddress()).getPort());
    }

    /** Serves until standard input ends. */
    public static void main(String... args) throws IOException {
        new Sender().serve();
    }

    private void serve() throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            int lastBlank = line.lastIndexOf(' ');
            round(Shape.parse(line.substring(0, lastBlank)), Integer.parseInt(line.substring(lastBlank + 1)));
        }
    }

    private void round(Shape shape, int sendMs) throws IOException {
        List<SocketChannel> subscribers = new ArrayList<>();
        for (int i = 0; i < shape.connections(); i++) {
            subscribers.add(admit(shape));
        }
        out.println("ready");
        in.readLine();
        Shape.Ring ring = shape.ring();
        try (Selector selector = Selector.open()) {
            List<Feed> feeds = new ArrayList<>();
            for (SocketChannel channel : subscribers) {
                Feed feed = new Feed(channel, ring, shape.single());
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_WRITE, feed);
                feeds.add(feed);
            }
            out.println("sending");
            long end = System.nanoTime() + sendMs * 1_000_000L;
            while (System.nanoTime() < end) {
                selector.select(key -> ((Feed) key.attachment()).write(), 1);
            }
            StringBuilder sent = new StringBuilder("sent");
            for (Feed feed : feeds) {
                sent.append(' ').append(feed.finish());
            }
            out.println(sent);
        }
        in.readLine(); // the receiver is done
        for (SocketChannel channel : subscribers) {
            channel.close();
        }
        out.println("closed");
    }

    private SocketChannel admit(Shape shape) throws IOException {
        SocketChannel channel = server.accept();
        channel.socket().setTcpNoDelay(true);
        ByteBuffer one = ByteBuffer.allocate(1);
        do {
            read(channel, one);
        } while (one.get(0) != 0);
        channel.write(ByteBuffer.wrap(CAPABILITY));
        ByteBuffer header = ByteBuffer.allocate(8);
        read(channel, header);
        boolean littleEndian = header.get(0) == 1;
        int length = littleEndian ? Integer.reverseBytes(header.getInt(4)) : header.getInt(4);
        read(channel, ByteBuffer.allocate(length - 8));
        channel.write(ByteBuffer.wrap(Encoder.message(MessageKind.RESPONSE, shape.reply())));
        return channel;
    }

    private static void read(SocketChannel channel, ByteBuffer buffer) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("a subscriber left");
            }
        }
    }

    /** One connection's endless repetition of the ring. */
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

        void write() {
            try {
                if (single) {
                    int end = (bytes.position() / ring.messageBytes() + 1) * ring.messageBytes();
                    bytes.limit(end);
                }
                bytesSent += channel.write(bytes);
                bytes.limit(bytes.capacity());
                if (!bytes.hasRemaining()) {
                    bytes.clear();
                }
            } catch (IOException gone) {
                throw new IllegalStateException("a subscriber left while it was sent to", gone);
            }
        }

        /** Ends the message that was begun; gives the messages sent. */
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
