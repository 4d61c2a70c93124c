package io.tickbus.web;

import io.tickbus.library.OptionalLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The libraries that the role web needs. The index.html of the page names the page's JavaScript libraries, with the
 * exact versions. This class loads none of the libraries.
 */
final class WebLibraries {
    private static final Pattern FILE = Pattern.compile("\"(webjars/([\\w.-]+)/(\\d[\\w.-]*)/[\\w./-]+)\"");

    private WebLibraries() {}

    /**
     * Checks that the libraries are on the class path. The call blocks, because it reads a file.
     *
     * @throws IllegalStateException if libraries are missing; the message contains their coordinates
     */
    static @Nullable Void require() throws IOException {
        List<String> missing = new ArrayList<>();
        for (OptionalLibrary library : List.of(OptionalLibrary.VERTX_WEB, OptionalLibrary.PROMETHEUS)) {
            if (!library.isPresent()) {
                missing.add(library.coordinates());
            }
        }
        FILE.matcher(index())
                .results()
                .filter(file -> resource("META-INF/resources/" + file.group(1)) == null)
                .map(WebLibraries::coordinates)
                .distinct()
                .forEach(missing::add);
        if (!missing.isEmpty()) {
            throw new IllegalStateException(OptionalLibrary.missing("the role web", missing));
        }
        return null;
    }

    private static String index() throws IOException {
        try (InputStream index = Objects.requireNonNull(
                        resource(Page.FOLDER + "/index.html"), "the page is not in the jar")
                .openStream()) {
            return new String(index.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static @Nullable URL resource(String name) {
        return WebLibraries.class.getClassLoader().getResource(name);
    }

    private static String coordinates(MatchResult file) {
        return "org.webjars.npm:" + file.group(2) + ":" + file.group(3);
    }
}
