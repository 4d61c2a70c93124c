package io.tickbus.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A disk on which only what was forced survives: of a directory the names, of a file the bytes. A deletion survives at once,
 * which is the worst that a file system may do. Before and after each force the listener may look at what would be left.
 */
public final class PowerlessDisk implements Disk {
    private final Map<Path, Object> names = new HashMap<>(); // with the identity of each file
    private final Map<Object, byte[]> bytes = new HashMap<>();
    private Runnable listener = () -> {};

    /** Calls a listener at each moment from now on at which the power may fail. */
    public void aroundEachForce(Runnable told) {
        listener = told;
    }

    @Override
    public FileChannel open(Path path) throws IOException {
        FileChannel file = Disk.LOCAL.open(path);
        Object identity = identity(path);
        if (file.size() == 0) { // a new one, maybe of a number that a deleted file had
            names.values().remove(identity);
            bytes.remove(identity);
        }
        return new WrappedFile(file) {
            @Override
            public void force(boolean metaData) throws IOException {
                listener.run();
                super.force(metaData);
                long position = file.position();
                byte[] all = new byte[(int) file.size()];
                file.read(ByteBuffer.wrap(all), 0);
                file.position(position);
                bytes.put(identity, all);
                listener.run();
            }
        };
    }

    @Override
    public void forceNames(Path directory) throws IOException {
        listener.run();
        names.keySet().removeIf(path -> directory.equals(path.getParent()));
        for (Path path : files(directory)) {
            names.put(path, identity(path));
        }
        listener.run();
    }

    private static Set<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return new HashSet<>(all.filter(Files::isRegularFile).toList());
        }
    }

    private static Object identity(Path path) throws IOException {
        return Objects.requireNonNull(Files.getAttribute(path, "unix:ino"));
    }

    /** Copies what a power failure would leave of a directory now, locks left out. */
    public void copy(Path directory, Path target) throws IOException {
        Files.createDirectories(target);
        Set<Object> alive = new HashSet<>();
        for (Path other : Set.copyOf(names.keySet())) {
            alive.addAll(identities(Disk.directoryOf(other)));
        }
        for (Map.Entry<Path, Object> name : names.entrySet()) {
            Path path = name.getKey();
            boolean isLock = path.toString().endsWith(".lock");
            if (directory.equals(path.getParent()) && !isLock && alive.contains(name.getValue())) {
                Files.write(target.resolve(path.getFileName()), bytes.getOrDefault(name.getValue(), new byte[0]));
            }
        }
    }

    private static Set<Object> identities(Path directory) throws IOException {
        Set<Object> all = new HashSet<>();
        for (Path path : files(directory)) {
            all.add(identity(path));
        }
        return all;
    }
}
