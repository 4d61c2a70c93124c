package io.tickbus.subscriber;

import io.tickbus.config.Threading;
import java.lang.reflect.Method;

/** Creates q threads: platform threads, or virtual threads if the JDK supports them. */
final class QThreadFactory {
    private QThreadFactory() {}

    /** Returns a new thread that is not started. */
    static Thread unstarted(Threading threading, String name, Runnable task) {
        if (threading == Threading.PLATFORM) {
            Thread thread = new Thread(task, name);
            // The verticle's close hook usually ends the thread. Without the hook, the thread must not keep the JVM
            // running.
            thread.setDaemon(true);
            return thread;
        }
        return virtual(name, task);
    }

    /** Creates a virtual thread by reflection. This code compiles for Java 17, which has no virtual threads. */
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
