package io.tickbus.q.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The message and the console text of q for an expression. The file has the expression, the bytes of the message in
 * hex, and the lines of the console between {@code >} and {@code <}. An empty line ends an entry.
 */
record Golden(String expression, String hex, String console) {
    /** Messages that can be decoded and encoded again. */
    static Stream<Golden> values() {
        return read("golden.txt");
    }

    /** Messages with a function that is skipped. */
    static Stream<Golden> functions() {
        return read("functions.txt");
    }

    static Stream<Golden> all() {
        return Stream.concat(values(), functions());
    }

    static byte[] bytes(String expression) {
        return values().filter(golden -> golden.expression.equals(expression))
                .findFirst()
                .orElseThrow()
                .bytes();
    }

    /** The message, header included; a new array each time. */
    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream("/q/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Stream<Golden> read(String name) {
        return Stream.of(resource(name).strip().split("\n\n")).map(Golden::parse);
    }

    private static Golden parse(String block) {
        List<String> lines = block.lines().toList();
        String console = lines.stream()
                .skip(2)
                .map(line -> line.substring(1, line.length() - 1))
                .collect(Collectors.joining("\n"));
        return new Golden(lines.get(0), lines.get(1), console);
    }

    @Override
    public String toString() {
        return expression;
    }
}
