package io.tickbus.cli.q;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jline.reader.impl.history.DefaultHistory;
import org.jspecify.annotations.Nullable;

/**
 * The history of {@link QPrompt}, in a file that only its owner can read. This class leaves out lines with a password.
 * JLine leaves out lines that begin with a blank.
 */
final class QHistory extends DefaultHistory {
    /** Matches a login such as {@code :host:port:user:password}, as hopen accepts it. The host can be empty. */
    private static final Pattern LOGIN = Pattern.compile(":[^:\\s\"`]*:\\d+:[^:\\s\"`]*:[^\\s\"`]+");

    @Override
    public void add(Instant time, String line) {
        if (!LOGIN.matcher(line).find()) {
            super.add(time, line);
        }
    }

    /**
     * Returns the history file, and creates the file if it is missing.
     *
     * @param stateHome the value of {@code XDG_STATE_HOME}; a relative path is ignored, as the XDG specification
     *     requires
     * @param home the user's home directory
     */
    static Path file(@Nullable String stateHome, Path home) throws IOException {
        Path state = stateHome == null || !Path.of(stateHome).isAbsolute()
                ? home.resolve(".local").resolve("state")
                : Path.of(stateHome);
        Path file = state.resolve("tickbus").resolve("q_history");
        Files.createDirectories(file.getParent());
        try {
            return Files.createFile(file, ownersOnly());
        } catch (FileAlreadyExistsException kept) {
            return file;
        }
    }

    private static FileAttribute<?>[] ownersOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
