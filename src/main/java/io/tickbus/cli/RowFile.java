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
 * A file of JSON lines that {@code send} reads in batches. The file can be larger than memory. A batch of a pipe ends early when no
 * more bytes have arrived, so that rows are sent as they come. Belongs to the command's thread.
 */
final class RowFile implements AutoCloseable {
    private static final int ROWS_MAX = 5000;
    private static final int CHARACTERS_MAX = 1024 * 1024;
    private static final String STANDARD_INPUT = "-";
    /** The owner's message about a refused row. It numbers the rows of a batch from 0. */
    private static final Pattern ROW = Pattern.compile("^row (\\d+)(?:, |: )(.*)$", Pattern.DOTALL);

    private static final int BUFFER_BYTES = 1 << 16;

    private final String name;
    private final InputStream in;
    private final boolean isPipe;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private long line;
    /** The bytes of the line that is being read. */
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A batch of rows, with the line number of each. */
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
        try { // a FileInputStream knows how many bytes a pipe has, and a channel's stream does not
            return new RowFile(name, new FileInputStream(name), !Files.isRegularFile(path));
        } catch (IOException unreadable) {
            throw new CommandFailure(ExitCode.FAILED, name + ": cannot be read: " + unreadable.getMessage());
        }
    }

    /**
     * Returns the next batch, which is empty at the end of the file. A pipe is waited for until its first row only. A batch is at most 5000
     * rows, and ends after about 1 MB of characters.
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
     * Returns the next line, null at the end.
     *
     * @param unlessWaiting returns null also when the rest of the line is not there yet; the next call goes on
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
        } catch (CharacterCodingException notUtf8) { // replacement characters would change the row
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
