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
 * The program of the benchmarks' tickerplant. It reads a line with an {@link Order} from standard input, accepts the
 * subscribers, prints {@code ready}, waits for the line {@code go}, prints {@code sending}, and sends. Then it prints
 * the number of messages on each connection and, for an order with a rate, their delays. One thread writes to all
 * connections. At full speed the sockets limit it, as the drain of each measurement shows.
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
        in.readLine(); // the receiver has finished
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
