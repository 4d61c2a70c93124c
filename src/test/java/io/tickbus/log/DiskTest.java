package io.tickbus.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.publish.FillableDisk;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replaces and copies files while the power or the disk space fails. */
class DiskTest {
    private static final String OLD = "old contents";
    private static final String NEW = "new contents";

    private final PowerlessDisk powerless = new PowerlessDisk();

    @TempDir
    private Path dir;

    private Path data;
    private Path file;
    private int copies;

    @BeforeEach
    void choose() throws IOException {
        data = Files.createDirectory(dir.resolve("data"));
        file = data.resolve("users");
    }

    /** Returns what a power failure would leave of the file now. */
    private String left() {
        try {
            Path copy = dir.resolve("copy" + copies++);
            powerless.copy(data, copy);
            return Files.readString(copy.resolve(file.getFileName()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void fileThatIsReplacedKeepsItsNewContentsWhenThePowerFails() throws IOException {
        powerless.replace(file, OLD.getBytes(US_ASCII));
        assertThat(left()).isEqualTo(OLD);
        powerless.replace(file, NEW.getBytes(US_ASCII));

        assertThat(left()).isEqualTo(NEW);
        assertThat(data.toFile().list()).containsExactly("users");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void copySurvivesAPowerFailure() throws IOException {
        Path source = Files.writeString(dir.resolve("source"), OLD + NEW);
        powerless.copy(source, OLD.length(), file);
        assertThat(left()).isEqualTo(OLD);
    }

    @Test
    void copyThatFindsNoRoomIsNotThere() throws IOException {
        Path source = Files.writeString(dir.resolve("source"), OLD);
        FillableDisk full = new FillableDisk();
        full.room(5);
        assertThatThrownBy(() -> full.copy(source, OLD.length(), file)).hasMessage("No space left on device");
        assertThat(file).doesNotExist();
    }

    @Test
    void copyOfMoreThanThereIsFails() throws IOException {
        Path source = Files.writeString(dir.resolve("source"), OLD);
        assertThatThrownBy(() -> Disk.LOCAL.copy(source, OLD.length() + 1, file))
                .isInstanceOf(EOFException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void fileThatIsThereIsNotWrittenOver() throws IOException {
        Files.writeString(file, NEW);
        Path source = Files.writeString(dir.resolve("source"), OLD);
        assertThatThrownBy(() -> Disk.LOCAL.copy(source, OLD.length(), file))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent(NEW);
    }
}
