package io.tickbus.publish;

import io.tickbus.log.LogWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Files on a disk that takes so many bytes more: of the write that is too much, those for which there is room. */
public final class FillableDisk implements LogWriter.Opening {
    private final AtomicLong roomBytes = new AtomicLong(Long.MAX_VALUE);
    private final AtomicInteger refused = new AtomicInteger();

    /** From now on there is room for so many bytes. */
    public void room(long bytes) {
        roomBytes.set(bytes);
    }

    /** Writes that did not find room. */
    public int refused() {
        return refused.get();
    }

    @Override
    public FileChannel open(Path path) throws IOException {
        return new File(LogWriter.Opening.ON_DISK.open(path));
    }

    private final class File extends FileChannel {
        private final FileChannel file;

        File(FileChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int size = bytes.remaining();
            long room = roomBytes.getAndUpdate(before -> before - Math.min(before, size));
            ByteBuffer fitting = bytes.slice().limit((int) Math.min(room, size));
            while (fitting.hasRemaining()) {
                file.write(fitting);
            }
            if (room < size) {
                refused.incrementAndGet();
                throw new IOException("No space left on device");
            }
            bytes.position(bytes.limit());
            return size;
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            file.truncate(size);
            return this;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return file.read(target);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
            return file.read(targets, offset, length);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            file.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void force(boolean metaData) throws IOException {
            file.force(metaData);
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
            return file.transferTo(position, count, target);
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) throws IOException {
            return file.lock(position, size, shared);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) {
            throw new UnsupportedOperationException("no log is written so");
        }

        @Override
        public int write(ByteBuffer source, long position) {
            throw new UnsupportedOperationException("no log is written so");
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException("no log is written so");
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException("no log is written so");
        }
    }
}
