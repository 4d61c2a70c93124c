package io.tickbus.config;

import org.jspecify.annotations.Nullable;

/** What kind of thread reads a q connection. */
public enum Threading {
    PLATFORM,
    /** Needs JDK 21. */
    VIRTUAL;

    private static final int VIRTUAL_THREADS_JAVA = 21;

    /** Why this kind cannot be had on this Java version, or null when it can. */
    public @Nullable String problemOn(int javaVersion) {
        return this == VIRTUAL && javaVersion < VIRTUAL_THREADS_JAVA
                ? "virtual threads need Java " + VIRTUAL_THREADS_JAVA + " or newer, and this is Java " + javaVersion
                : null;
    }
}
