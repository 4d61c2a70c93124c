package io.tickbus.library;

import java.util.Arrays;
import java.util.List;

/**
 * The libraries that only some parts of Tickbus need. The jar of Tickbus declares these libraries as optional. An
 * application adds the libraries of the parts that it uses. A part calls {@link #require} before it loads a class of a
 * library.
 */
public enum OptionalLibrary {
    /** Checks the passwords of the gateway's user file. */
    BCRYPT("at.favre.lib:bcrypt", "at.favre.lib.crypto.bcrypt.BCrypt"),
    /** Reads the rows of the tickerplant's CSV feed. */
    COMMONS_CSV("org.apache.commons:commons-csv", "org.apache.commons.csv.CSVParser"),
    /** Forms a cluster of several JVMs. */
    HAZELCAST("io.vertx:vertx-hazelcast", "io.vertx.spi.cluster.hazelcast.HazelcastClusterManager"),
    /** Changes log levels while the program runs. */
    LOGBACK("ch.qos.logback:logback-classic", "ch.qos.logback.classic.LoggerContext"),
    /** Collects the metrics. Without this library, Tickbus has no metrics. */
    PROMETHEUS(
            "io.micrometer:micrometer-registry-prometheus", "io.micrometer.prometheusmetrics.PrometheusMeterRegistry"),
    /** Reads configuration files. */
    SNAKEYAML("org.yaml:snakeyaml", "org.yaml.snakeyaml.Yaml"),
    /** Serves the page, metrics and health. */
    VERTX_WEB("io.vertx:vertx-web", "io.vertx.ext.web.Router");

    private final String coordinates;
    private final String className;

    OptionalLibrary(String coordinates, String className) {
        this.coordinates = coordinates;
        this.className = className;
    }

    /** Returns {@code groupId:artifactId} of the library. */
    public String coordinates() {
        return coordinates;
    }

    /** Returns whether the library is on the class path. */
    public boolean isPresent() {
        try {
            Class.forName(className, false, OptionalLibrary.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError missing) {
            return false;
        }
    }

    /**
     * Checks that libraries are on the class path.
     *
     * @param part the part that needs the libraries, such as {@code the role web}
     * @throws IllegalStateException if a library is missing; its message is the result of {@link #missing}
     */
    public static void require(String part, OptionalLibrary... libraries) {
        List<String> missing = Arrays.stream(libraries)
                .filter(library -> !library.isPresent())
                .map(OptionalLibrary::coordinates)
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException(missing(part, missing));
        }
    }

    /**
     * Returns the message about missing libraries.
     *
     * @param part the part that needs the libraries
     * @param coordinates the missing libraries, at least one
     */
    public static String missing(String part, List<String> coordinates) {
        return part + " needs " + String.join(" and ", coordinates) + " on the class path; add "
                + (coordinates.size() == 1 ? "this dependency" : "these dependencies") + " to the application";
    }
}
