package io.tickbus.cluster;

import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/** The options of the Vert.x that the program starts. A host application chooses its own. */
public final class ProgramVertx {
    private ProgramVertx() {}

    /**
     * Returns options without Vert.x's file cache. Vert.x makes the cache's folder in the system's temporary folder at each
     * start. This fails if that folder is read-only, and a killed process leaves the cache behind. This program resolves no
     * files on the class path.
     */
    public static VertxOptions options() {
        return new VertxOptions()
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }
}
