package io.tickbus.publish;

import io.tickbus.log.Disk;
import io.tickbus.log.WrappedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Files on a disk that takes so many bytes more: of the write that is too much, those for which there is room. */
public final class FillableDisk implements Disk {
    private final AtomicLong roomBytes = new AtomicLong(Long.MAX_VALUE);
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean lacksMemory;

    /** From now on there is room for so many bytes. */
    public void room(long bytes) {
        roomBytes.set(bytes);
    }

    /** From now on a write that finds no room fails as a write does for which the JVM has no memory. */
    public void lackMemory() {
        lacksMemory = true;
    }

    /** Writes that did not find room. */
    public int refused() {
        return refused.get();
    }

    @Override
    public FileChannel open(Path path) throws IOException {
        return new File(Disk.LOCAL.open(path));
    }

    private final class File extends WrappedFile {
        File(FileChannel file) {
            super(file);
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int size = bytes.remaining();
            long room = roomBytes.getAndUpdate(before -> before - Math.min(before, size));
            ByteBuffer fitting = bytes.slice().limit((int) Math.min(room, size));
            while (fitting.hasRemaining()) {
                super.write(fitting);
            }
            if (room < size) {
                refused.incrementAndGet();
                if (lacksMemory) {
                    throw new OutOfMemoryError("Cannot reserve direct buffer memory");
                }
                throw new IOException("No space left on device");
            }
            bytes.position(bytes.limit());
            return size;
        }
    }
}
