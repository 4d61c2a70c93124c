package io.tickbus.cluster;

import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/** The Vert.x that the program starts. A host application decides for itself. */
public final class ProgramVertx {
    private ProgramVertx() {}

    /**
     * Returns options without Vert.x's file cache. It is a folder that Vert.x makes in the system's temporary folder at each start,
     * which fails where that is read-only, and which a process that is killed leaves behind. No file here is resolved on the class path.
     */
    public static VertxOptions options() {
        return new VertxOptions()
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }
}
