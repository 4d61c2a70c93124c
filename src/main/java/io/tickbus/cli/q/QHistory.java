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

/** What was typed, in a file that only its owner reads; lines with a password in them, or a blank in front, are not kept. */
final class QHistory extends DefaultHistory {
    /** {@code :host:port:user:password}, as hopen takes it; the host may be left out. */
    private static final Pattern LOGIN = Pattern.compile(":[^:\\s\"`]*:\\d+:[^:\\s\"`]*:[^\\s\"`]+");

    @Override
    public void add(Instant time, String line) {
        if (!LOGIN.matcher(line).find()) {
            super.add(time, line);
        }
    }

    /**
     * The file, made if there is none.
     *
     * @param stateHome {@code XDG_STATE_HOME}; what is not absolute does not count
     * @param home the user's directory
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
