package io.tickbus.config;

import org.jspecify.annotations.Nullable;

/** The kind of thread on which a subscriber connects to q, replays and reconnects. */
public enum Threading {
    /** A platform thread. */
    PLATFORM,
    /** A virtual thread, which needs JDK 21. */
    VIRTUAL;

    private static final int VIRTUAL_THREADS_JAVA = 21;

    /**
     * {@return the reason why a Java version lacks this kind of thread, or null if the version has it}
     *
     * @param javaVersion the feature version, such as 21
     */
    public @Nullable String problemOn(int javaVersion) {
        return this == VIRTUAL && javaVersion < VIRTUAL_THREADS_JAVA
                ? "virtual threads need Java " + VIRTUAL_THREADS_JAVA + " or newer, and this is Java " + javaVersion
                : null;
    }
}
