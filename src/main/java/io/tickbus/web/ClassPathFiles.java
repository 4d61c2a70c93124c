package io.tickbus.web;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP handler that serves the files of a class path folder. {@link Page} uses this class. The handler reads each
 * file once and keeps the bytes in memory. Vert.x's own handler needs a file cache on disk, but the disk can be
 * read-only. Thread-safe.
 */
final class ClassPathFiles implements Handler<RoutingContext> {
    private static final String INDEX = "/index.html";
    /** Matches a request path in which no part begins with a dot. Group 1 is the file extension. */
    private static final Pattern PATH = Pattern.compile("(?:/\\w[\\w.-]*)+\\.(\\w+)");

    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "js", "text/javascript;charset=utf-8");

    private final String root;
    private final String folder;
    private final String cacheControl;
    private final Map<String, Buffer> files = new ConcurrentHashMap<>();

    /**
     * @param root the first part of each request path; the handler replaces this part with the folder
     * @param folder the folder on the class path that contains the files
     * @param cacheControl the value of the Cache-Control header
     */
    ClassPathFiles(String root, String folder, String cacheControl) {
        this.root = root;
        this.folder = folder;
        this.cacheControl = cacheControl;
    }

    /** Answers with the requested file. If the folder does not contain the file, the next handler gets the request. */
    @Override
    public void handle(RoutingContext context) {
        String path = context.normalizedPath().substring(root.length());
        Matcher matcher = PATH.matcher(path.isEmpty() || path.equals("/") ? INDEX : path);
        String contentType = matcher.matches() ? CONTENT_TYPES.get(matcher.group(1)) : null;
        if (contentType == null) {
            context.next();
            return;
        }
        String name = folder + matcher.group();
        context.vertx()
                .executeBlocking(() -> file(name), false)
                .onSuccess(file -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                        .putHeader(HttpHeaders.CACHE_CONTROL, cacheControl)
                        .end(file))
                .onFailure(missing -> context.next());
    }

    private Buffer file(String name) throws IOException {
        Buffer known = files.get(name);
        if (known == null) {
            known = read(name);
            files.put(name, known);
        }
        return known;
    }

    private static Buffer read(String name) throws IOException {
        try (InputStream file = ClassPathFiles.class.getClassLoader().getResourceAsStream(name)) {
            if (file == null) {
                throw new FileNotFoundException(name);
            }
            return Buffer.buffer(file.readAllBytes());
        }
    }
}
