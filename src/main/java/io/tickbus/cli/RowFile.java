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

/**
 * A file of JSON lines that {@code send} reads in batches. The file can be larger than memory. Belongs to the command's
 * thread.
 */
final class RowFile implements AutoCloseable {
    private static final int ROWS_MAX = 5000;
    private static final int CHARACTERS_MAX = 1024 * 1024;
    private static final String STANDARD_INPUT = "-";
    /** The owner's message about a refused row. It numbers the rows of a batch from 0. */
    private static final Pattern ROW = Pattern.compile("^row (\\d+)(?:, |: )(.*)$", Pattern.DOTALL);

    private final String name;
    private final InputStream in;
    private long line;

    /** A batch of rows, with the line number of each. */
    record Rows(JsonArray rows, List<Long> lines) {}

    private RowFile(String name, InputStream in) {
        this.name = name;
        this.in = new BufferedInputStream(in);
    }

    /**
     * Opens a file.
     *
     * @param name the name of the file, or - for standard input
     * @throws CommandFailure if the file cannot be read
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

    /**
     * Returns the next batch, which is empty at the end of the file. A batch is at most 5000 rows, and ends after about
     * 1 MB of characters.
     */
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
        } catch (CharacterCodingException notUtf8) { // replacement characters would change the row
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

    /** Returns Jackson's reason without the text that it repeats and without its position. */
    static String reason(DecodeException error) {
        return String.valueOf(error.getMessage())
                .replaceFirst("^Failed to decode:\\s*", "")
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("\\s*\\((?:for|start marker) .*", "");
    }

    /** Returns a reason of the owner with the line of the file instead of the row's number in the batch. */
    String withLine(Rows batch, String reason) {
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
            // all that is needed has been read
        }
    }
}
