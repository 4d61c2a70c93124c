package io.tickbus.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The TCP addresses that a process listens on, as {@code ss -ltnp} shows them. Linux only.
 *
 * @see <a href="https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html">/proc/net/tcp</a>
 */
final class ListeningSockets {
    private static final String LISTENING = "0A";
    private static final int ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private ListeningSockets() {}

    static List<InetAddress> of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        Set<String> inodes = inodes(process.resolve("fd"));
        List<InetAddress> addresses = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            List<String> lines = Files.readAllLines(process.resolve("net").resolve(table));
            for (String line : lines.subList(1, lines.size())) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields[STATE].equals(LISTENING) && inodes.contains(fields[INODE])) {
                    addresses.add(address(fields[ADDRESS]));
                }
            }
        }
        return addresses;
    }

    private static Set<String> inodes(Path descriptors) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> all = Files.list(descriptors)) {
            for (Path descriptor : all.toList()) {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.startsWith("socket:[")) {
                        inodes.add(target.substring("socket:[".length(), target.length() - 1));
                    }
                } catch (NoSuchFileException closedMeanwhile) {
                    // Not listened on any more.
                }
            }
        }
        return inodes;
    }

    /** Reads an address that the kernel writes in words of 32 bits, each in the byte order of the machine. */
    private static InetAddress address(String text) throws IOException {
        byte[] words = HexFormat.of().parseHex(text.substring(0, text.indexOf(':')));
        ByteBuffer machine = ByteBuffer.wrap(words).order(ByteOrder.nativeOrder());
        ByteBuffer network = ByteBuffer.allocate(words.length);
        while (machine.hasRemaining()) {
            network.putInt(machine.getInt());
        }
        return InetAddress.getByAddress(network.array());
    }
}
