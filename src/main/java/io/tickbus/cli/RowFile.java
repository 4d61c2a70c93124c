package io.tickbus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file of JSON lines, read a batch at a time; it can be larger than memory. */
final class RowFile implements AutoCloseable {
    private static final int ROWS_MAX = 5000;
    private static final int CHARACTERS_MAX = 1024 * 1024;
    private static final String STANDARD_INPUT = "-";
    /** How the owner names the row that it refuses, from 0. */
    private static final Pattern ROW = Pattern.compile("^row (\\d+)(?:, |: )(.*)$", Pattern.DOTALL);

    private final String name;
    private final InputStream in;
    private long line;

    /**
     * Rows, and the lines that they stand on.
     */
    record Rows(JsonArray rows, List<Long> lines) {}

    private RowFile(String name, InputStream in) {
        this.name = name;
        this.in = new BufferedInputStream(in);
    }

    /**
     * @param name of the file, - for standard input
     */
    static RowFile open(String name) throws CommandFailure {
        if (name.equals(STANDARD_INPUT)) {
            return new RowFile("standard input", System.in);
        }
        try {
            return new RowFile(name, Files.newInputStream(Path.of(name)));
        } catch (NoSuchFileException missing) {
            throw new CommandFailure(ExitCode.USAGE, name + ": no such file");
        } catch (IOException unreadable) {
            throw new CommandFailure(ExitCode.USAGE, name + ": cannot be read: " + unreadable.getMessage());
        }
    }

    /** The next rows, none at the end. */
    Rows next() throws CommandFailure {
        List<Long> lines = new ArrayList<>();
        JsonArray rows = new JsonArray();
        int characters = 0;
        while (rows.size() < ROWS_MAX && characters < CHARACTERS_MAX) {
            String text = read();
            if (text == null) {
                break;
            }
            line++;
            characters += text.length();
            if (!text.isBlank()) {
                rows.add(row(text));
                lines.add(line);
            }
        }
        return new Rows(rows, lines);
    }

    private @Nullable String read() throws CommandFailure {
        var bytes = new ByteArrayOutputStream();
        try {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            for (; next >= 0 && next != '\n'; next = in.read()) {
                bytes.write(next);
            }
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) { // replaced characters would make other rows of it
            throw new CommandFailure(
                    ExitCode.FAILED,
                    name + ":" + (line + 1) + ": not UTF-8 text; write a byte that is not UTF-8 as \\\\xe9");
        } catch (IOException broken) {
            throw new CommandFailure(
                    ExitCode.FAILED, name + ":" + (line + 1) + ": cannot be read: " + broken.getMessage());
        }
    }

    private JsonObject row(String text) throws CommandFailure {
        try {
            return new JsonObject(text);
        } catch (DecodeException noJson) {
            throw new CommandFailure(ExitCode.FAILED, name + ":" + line + ": not a JSON object: " + reason(noJson));
        }
    }

    /** What Jackson says, without its repeating of the text and of where that came from. */
    static String reason(DecodeException error) {
        return String.valueOf(error.getMessage())
                .replaceFirst("^Failed to decode:\\s*", "")
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("\\s*\\((?:for|start marker) .*", "");
    }

    /** The owner's reason with the file's line in place of the batch's row. */
    String place(Rows batch, String reason) {
        Matcher row = ROW.matcher(reason);
        if (row.matches() && Integer.parseInt(row.group(1)) < batch.lines().size()) {
            return name + ":" + batch.lines().get(Integer.parseInt(row.group(1))) + ": " + row.group(2);
        }
        return name + ":" + batch.lines().get(0) + ": " + reason;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException unclosed) {
            // read to where it matters
        }
    }
}
