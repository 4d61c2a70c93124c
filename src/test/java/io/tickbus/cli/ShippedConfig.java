package io.tickbus.cli;

import io.tickbus.junit5.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * conf/pipeline.yaml as it ships, but on free ports.
 *
 * @param file the copy
 * @param ports of tickerplant, gateway and web, in the order of the file
 */
record ShippedConfig(Path file, List<Integer> ports) {
    private static final Path SHIPPED = Path.of("conf", "pipeline.yaml");
    private static final Pattern PORT = Pattern.compile("(?m)^  port: \\d+$");

    /** Writes the copy below a directory, followed by more of a configuration. */
    static ShippedConfig write(Path dir, String more) throws IOException {
        List<Integer> ports = new ArrayList<>();
        Matcher port = PORT.matcher(Files.readString(SHIPPED));
        StringBuilder conf = new StringBuilder();
        while (port.find()) {
            ports.add(FreePort.choose());
            port.appendReplacement(conf, "  port: " + ports.get(ports.size() - 1));
        }
        port.appendTail(conf).append(more);
        Path copy = dir.resolve(SHIPPED);
        Files.createDirectories(copy.getParent());
        return new ShippedConfig(Files.writeString(copy, conf), ports);
    }

    String gateway() {
        return "127.0.0.1:" + ports.get(1);
    }

    String web() {
        return "127.0.0.1:" + ports.get(2);
    }
}
