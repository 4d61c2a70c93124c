package io.tickbus.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;

/** The first bytes of a file that its writer has open. */
final class LogContents implements ReadableByteChannel {
    private final FileChannel file;
    private final long end;
    private long at;

    LogContents(FileChannel file, long end) {
        this.file = file;
        this.end = end;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int limit = target.limit();
        int room = (int) Math.min(target.remaining(), end - at);
        if (room <= 0) {
            return end > at ? 0 : -1;
        }
        target.limit(target.position() + room);
        try {
            int count = file.read(target, at); // at a place of its own: the writer's stays where it is
            at += Math.max(0, count);
            return count;
        } finally {
            target.limit(limit);
        }
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() {
        // the file is the writer's
    }
}
