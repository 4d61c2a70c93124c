package io.tickbus.cluster;

import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/** The Vert.x options of the program. An application that embeds the verticles chooses its own options. */
public final class ProgramVertx {
    private ProgramVertx() {}

    /**
     * Returns options without Vert.x's file cache, because the program loads no files from the class path. Vert.x
     * creates the cache in the system's temporary directory at each start. The creation fails if this directory is
     * read-only. A killed process leaves the cache behind.
     */
    public static VertxOptions options() {
        return new VertxOptions()
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }
}
