package io.tickbus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file or a pipe with JSON lines. {@code send} reads it in batches, so a file can be larger than memory. A batch from
 * a pipe ends when no more bytes are available. The command's thread uses this class.
 */
final class RowFile implements AutoCloseable {
    private static final int ROWS_MAX = 5000;
    private static final int CHARACTERS_MAX = 1024 * 1024;
    private static final String STANDARD_INPUT = "-";
    /** Matches the owner's message about a refused row. The message numbers the rows of a batch from 0. */
    private static final Pattern ROW = Pattern.compile("^row (\\d+)(?:, |: )(.*)$", Pattern.DOTALL);

    private static final int BUFFER_BYTES = 1 << 16;

    private final String name;
    private final InputStream in;
    private final boolean isPipe;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private long line;
    /** The bytes of the line that is not yet complete. */
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A batch of rows, with the line number of each row in the file. */
    record Rows(JsonArray rows, List<Long> lines) {}

    private RowFile(String name, InputStream in, boolean isPipe) {
        this.name = name;
        this.in = in;
        this.isPipe = isPipe;
    }

    /**
     * Opens a file.
     *
     * @param name the name of the file, or - for standard input
     * @throws CommandFailure if the file cannot be read
     */
    static RowFile open(String name) throws CommandFailure {
        if (name.equals(STANDARD_INPUT)) {
            return new RowFile("standard input", System.in, true);
        }
        Path path = Path.of(name);
        if (!Files.exists(path)) {
            throw new CommandFailure(ExitCode.FAILED, name + ": no such file");
        }
        try { // Unlike a channel's stream, a FileInputStream reports the available bytes of a pipe.
            return new RowFile(name, new FileInputStream(name), !Files.isRegularFile(path));
        } catch (IOException unreadable) {
            throw new CommandFailure(ExitCode.FAILED, name + ": cannot be read: " + unreadable.getMessage());
        }
    }

    /**
     * Returns the next batch of at most 5000 rows and about 1 million characters. The batch is empty at the end of the
     * file. If the input is a pipe, the method waits only for the first row of a batch.
     */
    Rows next() throws CommandFailure {
        List<Long> lines = new ArrayList<>();
        JsonArray rows = new JsonArray();
        int characters = 0;
        while (rows.size() < ROWS_MAX && characters < CHARACTERS_MAX) {
            String text = read(isPipe && !lines.isEmpty());
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

    /**
     * Returns the next line, or null at the end of the file.
     *
     * @param unlessWaiting true to return null instead of waiting for the rest of a line; the next call continues the
     *     line
     */
    private @Nullable String read(boolean unlessWaiting) throws CommandFailure {
        try {
            while (true) {
                if (position == limit) {
                    if (unlessWaiting && in.available() == 0) {
                        return null;
                    }
                    position = 0;
                    limit = Math.max(0, in.read(buffer));
                    if (limit == 0) {
                        return bytes.size() == 0 ? null : text();
                    }
                }
                byte next = buffer[position++];
                if (next == '\n') {
                    return text();
                }
                bytes.write(next);
            }
        } catch (CharacterCodingException notUtf8) { // Decoding with replacement characters would change the row.
            throw new CommandFailure(
                    ExitCode.FAILED,
                    name + ":" + (line + 1) + ": not UTF-8 text; write a byte that is not UTF-8 as \\\\xe9");
        } catch (IOException broken) {
            throw new CommandFailure(
                    ExitCode.FAILED, name + ":" + (line + 1) + ": cannot be read: " + broken.getMessage());
        }
    }

    private String text() throws CharacterCodingException {
        ByteBuffer whole = ByteBuffer.wrap(bytes.toByteArray());
        bytes.reset();
        return UTF_8.newDecoder().decode(whole).toString();
    }

    private JsonObject row(String text) throws CommandFailure {
        try {
            return new JsonObject(text);
        } catch (DecodeException noJson) {
            throw new CommandFailure(ExitCode.FAILED, name + ":" + line + ": not a JSON object: " + reason(noJson));
        }
    }

    /** Returns the reason in Jackson's message, without the input text and the position. */
    static String reason(DecodeException error) {
        return String.valueOf(error.getMessage())
                .replaceFirst("^Failed to decode:\\s*", "")
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("\\s*\\((?:for|start marker) .*", "");
    }

    /**
     * Replaces the row number in the owner's message with the line number in the file. If the message contains no row
     * number, the method adds the first line number of the batch.
     */
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
            // The command needs no more lines, so the failure has no effect.
        }
    }
}
