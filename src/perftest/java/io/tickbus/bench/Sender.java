package io.tickbus.bench;

import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.MessageKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tickerplant of the benchmarks, a process of its own, told what to do on standard input: a line with an {@link
 * Order}. It lets that many subscribers in, prints {@code ready}, waits for the line {@code go}, prints {@code
 * sending}, sends, prints the messages sent on each connection and, when it was to keep a rate, how late they were. One
 * thread writes to all: at full speed it is bound by the sockets, as the drain beside every measurement shows.
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
            round(Order.parse(line));
        }
    }

    private void round(Order order) throws IOException {
        List<SocketChannel> subscribers = new ArrayList<>();
        for (int i = 0; i < order.shape().connections(); i++) {
            subscribers.add(admit(order.shape()));
        }
        out.println("ready");
        in.readLine();
        for (SocketChannel channel : subscribers) {
            channel.configureBlocking(false);
        }
        send(order, subscribers);
        in.readLine(); // the receiver is done
        for (SocketChannel channel : subscribers) {
            channel.close();
        }
        out.println("closed");
    }

    private void send(Order order, List<SocketChannel> subscribers) throws IOException {
        if (order.isPaced()) {
            Paced paced = new Paced(order, subscribers);
            out.println("sending");
            printSent(paced.send());
            out.println("late " + paced.lateness());
        } else {
            FullSpeed fullSpeed = new FullSpeed(order, subscribers);
            out.println("sending");
            printSent(fullSpeed.send());
        }
    }

    private void printSent(long[] messages) {
        out.println("sent " + Arrays.stream(messages).mapToObj(Long::toString).collect(Collectors.joining(" ")));
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
}
