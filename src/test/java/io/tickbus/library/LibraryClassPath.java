package io.tickbus.library;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Class loaders that have the classes of this build, and only some of the jars that this JVM has. */
final class LibraryClassPath {
    /** The jars that an application gets with Tickbus: vertx-core with its own, slf4j-api, jspecify and javakdb. */
    private static final Pattern COMPILE_JARS = Pattern.compile(
            "(vertx-core|vertx-core-logging|netty-[a-z0-9-]+|jackson-core-2|slf4j-api|jspecify|javakdb)\\b.*\\.jar");

    static {
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // without Logback nothing is logged, as intended
    }

    private LibraryClassPath() {}

    /** Returns a class loader without any optional library. */
    static URLClassLoader ofDependencies() throws MalformedURLException {
        return of(jar -> COMPILE_JARS.matcher(jar).matches());
    }

    /** Returns a class loader that lacks the jars whose names begin with this. */
    static URLClassLoader without(String... beginnings) throws MalformedURLException {
        return of(jar -> Stream.of(beginnings).noneMatch(jar::startsWith));
    }

    private static URLClassLoader of(Predicate<String> hasJar) throws MalformedURLException {
        List<Path> chosen = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> Files.isDirectory(path)
                        || hasJar.test(path.getFileName().toString()))
                .toList();
        URL[] urls = new URL[chosen.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = chosen.get(i).toUri().toURL();
        }
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    /**
     * Runs a static method of {@link LibraryApplication} as the loader has it.
     *
     * @return what the method returns
     */
    static String run(ClassLoader loader, String method, String argument) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return (String) loader.loadClass(LibraryApplication.class.getName())
                    .getMethod(method, String.class)
                    .invoke(null, argument);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
