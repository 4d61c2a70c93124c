package io.tickbus.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a file again after it has changed, without a restart. The servers watch their key stores with it. Belongs to the
 * event loop that starts it.
 */
public final class FileWatch {
    /** Time between two looks at the file, in ms. */
    private static final long LOOK_MS = 5000;

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    private final Vertx vertx;
    private final Path file;
    private final Supplier<Future<?>> read;
    private @Nullable FileStamp stamp;
    private long timer;

    private FileWatch(Vertx vertx, Path file, Supplier<Future<?>> read) {
        this.vertx = vertx;
        this.file = file;
        this.read = read;
    }

    /**
     * Starts to watch a file that the caller has just read.
     *
     * @param read reads the file again; if the future fails, the failure is logged, and the file is read again after its
     *     next change
     */
    public static FileWatch start(Vertx vertx, Path file, Supplier<Future<?>> read) {
        FileWatch watch = new FileWatch(vertx, file, read);
        watch.look(false);
        watch.timer = vertx.setPeriodic(LOOK_MS, due -> watch.look(true));
        return watch;
    }

    private void look(boolean reads) {
        vertx.executeBlocking(() -> FileStamp.of(file), false).onSuccess(now -> {
            boolean hasChanged = now != null && !now.equals(stamp);
            stamp = now == null ? stamp : now;
            if (hasChanged && reads) {
                read.get()
                        .onSuccess(
                                done -> LOG.atInfo().addKeyValue("file", file).log("file read again"))
                        .onFailure(failure -> LOG.atError()
                                .addKeyValue("file", file)
                                .addKeyValue("reason", failure.getMessage())
                                .log("a changed file cannot be used; what was read before stays"));
            }
        });
    }

    /** Ends the watch. */
    public void close() {
        vertx.cancelTimer(timer);
    }
}
