package io.tickbus.subscriber;

import io.tickbus.config.Threading;
import java.lang.reflect.Method;

/** Makes q threads: platform ones, or virtual ones where the JDK has them. */
final class QThreadFactory {
    private QThreadFactory() {}

    /** A thread that has not started yet. */
    static Thread unstarted(Threading threading, String name, Runnable task) {
        if (threading == Threading.PLATFORM) {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true); // the close hook ends it; a JVM that skips its hooks shall not hang on it
            return thread;
        }
        return virtual(name, task);
    }

    /** By reflection, since this compiles for Java 17, which has no virtual threads. */
    private static Thread virtual(String name, Runnable task) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object named = type.getMethod("name", String.class).invoke(builder, name);
            Method unstarted = type.getMethod("unstarted", Runnable.class);
            return (Thread) unstarted.invoke(named, task);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException(
                    Threading.VIRTUAL.problemOn(Runtime.version().feature()), missing);
        }
    }
}
