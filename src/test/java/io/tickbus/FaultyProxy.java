package io.tickbus;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stands between a subscriber and a tickerplant, both on this machine, and on command does to their connections what networks
 * do. Every command is in force when its method returns, for all connections there are, and those with an end of their own
 * ({@link #hold}, {@link #trickle}, {@link #admit}) for those to come as well.
 */
public final class FaultyProxy implements AutoCloseable {
    /** Which way bytes go. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    /** The handling of a new connection. */
    public enum Admission {
        PASS,
        /** Reset at once. */
        REFUSE,
        /** Accepted, and then nothing. */
        SWALLOW
    }

    /** How a connection ends, for both of its peers. */
    public enum Ending {
        /** As by a peer that closes: what was sent before arrives. */
        CUT,
        /** As by one that is not there any more: reads and writes fail. */
        RESET
    }

    private record CutPoint(long into, Ending ending) {}

    private static final int BUFFER_BYTES = 1 << 16;
    private static final long END_MS_MAX = 10_000;

    private final ServerSocket server;
    private final Thread acceptor = new Thread(this::acceptAll, "faulty-proxy");
    private final Set<Link> links = new HashSet<>();
    private final Set<Socket> swallowed = new HashSet<>();
    private final List<Thread> pumps = new ArrayList<>();
    private final Set<Direction> held = EnumSet.noneOf(Direction.class);
    private final Set<Direction> trickling = EnumSet.noneOf(Direction.class);
    private final Map<Direction, CutPoint> cutPoints = new EnumMap<>(Direction.class);
    private final Map<Direction, Long> writes = new EnumMap<>(Direction.class);
    private Admission admission = Admission.PASS;
    private int serverPort;

    /**
     * @param serverPort of the server on this machine that connections are passed on to
     */
    public FaultyProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** Where clients connect to. */
    public int port() {
        return server.getLocalPort();
    }

    /** Passes new connections on to another server. */
    public synchronized void redirect(int newServerPort) {
        serverPort = newServerPort;
    }

    /** Connections that pass through. */
    public synchronized int connections() {
        return links.size();
    }

    /** Connections that were swallowed, and whose clients have not been told. */
    public synchronized int swallowed() {
        return swallowed.size();
    }

    /** Times that bytes were written, of all connections together. */
    public synchronized long writes(Direction direction) {
        return writes.getOrDefault(direction, 0L);
    }

    /** Ends all connections, swallowed ones too. */
    public synchronized void end(Ending ending) {
        List.copyOf(links).forEach(link -> link.end(ending));
        swallowed.forEach(socket -> end(socket, ending));
        swallowed.clear();
    }

    /**
     * Ends the connection that first has let {@code into} bytes of a frame pass, the frame having more. With 0, it ends between
     * two frames: before the next one.
     */
    public synchronized void endInFrame(Direction direction, long into, Ending ending) {
        cutPoints.put(direction, new CutPoint(into, ending));
    }

    /** Whether {@link #endInFrame} is yet to happen. */
    public synchronized boolean isEndDue(Direction direction) {
        return cutPoints.containsKey(direction);
    }

    /** Forgets {@link #endInFrame}. */
    public synchronized void forgetEnd(Direction direction) {
        cutPoints.remove(direction);
    }

    /** Ends one direction of all connections: its receiver sees the end, its sender is not told. The other one goes on. */
    public synchronized void halfClose(Direction direction) {
        List.copyOf(links).forEach(link -> link.halfClose(direction));
    }

    /** Lets nothing more pass, for the sender to notice when the system's buffers are full. */
    public synchronized void hold(Direction direction) {
        held.add(direction);
    }

    /** Ends {@link #hold}: nothing was lost. */
    public synchronized void release(Direction direction) {
        held.remove(direction);
        notifyAll();
    }

    /** Lets bytes pass one by one, each in a write of its own. */
    public synchronized void trickle(Direction direction) {
        trickling.add(direction);
    }

    /** Ends {@link #trickle}. */
    public synchronized void flow(Direction direction) {
        trickling.remove(direction);
    }

    /** Says what becomes of new connections. */
    public synchronized void admit(Admission what) {
        admission = what;
    }

    /** Ends all connections and threads. */
    @Override
    public void close() throws IOException {
        server.close();
        List<Thread> threads;
        synchronized (this) {
            end(Ending.CUT);
            threads = new ArrayList<>(pumps);
        }
        threads.add(acceptor);
        try {
            for (Thread thread : threads) {
                thread.join(END_MS_MAX);
                if (thread.isAlive()) {
                    throw new IOException(thread.getName() + " does not end");
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                accept(server.accept());
            } catch (IOException closedOrReset) {
                // the loop's condition tells which
            }
        }
    }

    private void accept(Socket client) throws IOException {
        Admission what;
        int port;
        synchronized (this) {
            what = admission;
            port = serverPort;
            if (server.isClosed()) {
                what = Admission.REFUSE;
            }
            if (what == Admission.SWALLOW) {
                swallowed.add(client);
            }
        }
        if (what == Admission.PASS) {
            pass(client, port);
        } else if (what == Admission.REFUSE) {
            end(client, Ending.RESET);
        }
    }

    private void pass(Socket client, int port) throws IOException {
        Socket peer;
        try {
            peer = new Socket(InetAddress.getLoopbackAddress(), port);
        } catch (IOException nobodyThere) {
            end(client, Ending.RESET);
            return;
        }
        client.setTcpNoDelay(true);
        peer.setTcpNoDelay(true);
        Link link = new Link(client, peer);
        synchronized (this) {
            if (server.isClosed()) {
                link.end(Ending.CUT);
                return;
            }
            links.add(link);
            pumps.removeIf(thread -> !thread.isAlive());
            for (Direction direction : Direction.values()) {
                Thread pump = new Thread(() -> link.pump(direction), "faulty-proxy-" + direction);
                pump.setDaemon(true);
                pumps.add(pump);
                pump.start();
            }
        }
    }

    private static void end(Socket socket, Ending ending) {
        try {
            if (ending == Ending.RESET) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException alreadyClosed) {
            // it has ended, then
        }
    }

    /** The two sockets of a connection that passes through. All but the pumps' loops under the proxy's monitor. */
    private final class Link {
        private final Socket client;
        private final Socket peer;
        private final Set<Direction> ended = EnumSet.noneOf(Direction.class);
        private boolean isOver;

        Link(Socket client, Socket peer) {
            this.client = client;
            this.peer = peer;
        }

        private Socket sender(Direction direction) {
            return direction == Direction.TO_SERVER ? client : peer;
        }

        private Socket receiver(Direction direction) {
            return direction == Direction.TO_SERVER ? peer : client;
        }

        void end(Ending ending) {
            synchronized (FaultyProxy.this) {
                isOver = true;
                links.remove(this);
                FaultyProxy.end(client, ending);
                FaultyProxy.end(peer, ending);
                FaultyProxy.this.notifyAll();
            }
        }

        void halfClose(Direction direction) {
            synchronized (FaultyProxy.this) {
                if (!ended.add(direction)) {
                    return;
                }
                try {
                    receiver(direction).shutdownOutput();
                } catch (IOException alreadyClosed) {
                    // it has ended, then
                }
                if (ended.size() == Direction.values().length) {
                    end(Ending.CUT);
                }
                FaultyProxy.this.notifyAll();
            }
        }

        void pump(Direction direction) {
            FrameFollower follower = new FrameFollower(direction == Direction.TO_SERVER);
            byte[] buffer = new byte[BUFFER_BYTES];
            try {
                InputStream in = sender(direction).getInputStream();
                OutputStream out = receiver(direction).getOutputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    int at = 0;
                    while (at < count && mayPass(direction)) {
                        at += forward(direction, follower, buffer, at, count, out);
                    }
                }
                mayPass(direction);
                halfClose(direction); // the sender's own
            } catch (IOException broken) {
                end(Ending.RESET);
            }
        }

        /** Waits while the direction is held; false when nothing passes any more. */
        private boolean mayPass(Direction direction) throws IOException {
            synchronized (FaultyProxy.this) {
                while (held.contains(direction) && !isOver && !ended.contains(direction)) {
                    try {
                        FaultyProxy.this.wait();
                    } catch (InterruptedException interrupted) {
                        throw new IOException(interrupted);
                    }
                }
                return !isOver && !ended.contains(direction);
            }
        }

        private int forward(
                Direction direction, FrameFollower follower, byte[] buffer, int from, int to, OutputStream out)
                throws IOException {
            CutPoint cutPoint;
            int end = to;
            synchronized (FaultyProxy.this) {
                cutPoint = cutPoints.get(direction);
                if (trickling.contains(direction)) {
                    end = from + 1;
                }
                writes.merge(direction, 1L, Long::sum);
            }
            int at = from;
            while (at < end && (cutPoint == null || !follower.isAt(cutPoint.into))) {
                follower.next(buffer[at++]);
            }
            out.write(buffer, from, at - from);
            if (cutPoint != null && follower.isAt(cutPoint.into)) {
                endAt(direction, cutPoint);
            }
            return at - from;
        }

        private void endAt(Direction direction, CutPoint cutPoint) {
            synchronized (FaultyProxy.this) {
                if (cutPoints.remove(direction, cutPoint)) {
                    end(cutPoint.ending);
                }
            }
        }
    }
}
