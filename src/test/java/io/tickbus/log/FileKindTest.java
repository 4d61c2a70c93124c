package io.tickbus.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@DisabledOnOs(OS.WINDOWS)
class FileKindTest {
    @TempDir
    private Path dir;

    private Path fifo() throws Exception {
        Path fifo = dir.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        return fifo;
    }

    @Test
    void kindsAreToldApart() throws Exception {
        assertThat(FileKind.of(dir)).isEqualTo(FileKind.DIRECTORY);
        assertThat(FileKind.of(Files.createFile(dir.resolve("file")))).isEqualTo(FileKind.FILE);
        assertThat(FileKind.of(fifo())).isEqualTo(FileKind.FIFO);
        assertThat(FileKind.of(Files.createSymbolicLink(dir.resolve("link"), dir.resolve("fifo"))))
                .isEqualTo(FileKind.FIFO);
        assertThat(FileKind.of(Path.of("/dev/null"))).isEqualTo(FileKind.DEVICE);
        Path socket = dir.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            assertThat(FileKind.of(socket)).isEqualTo(FileKind.SOCKET);
        }
        assertThatThrownBy(() -> FileKind.of(dir.resolve("nothing"))).isInstanceOf(NoSuchFileException.class);
    }

    /** Opening one waits for its other end, which never comes here. */
    @Test
    void fifoIsNeitherReadNorWrittenAsALog() throws Exception {
        Path fifo = fifo();
        String reason = "it is a fifo, not a file";

        assertThatThrownBy(() -> LogReader.open(fifo, 1024))
                .isInstanceOf(IOException.class)
                .hasMessage(reason);
        assertThatThrownBy(() -> LogReader.scan(fifo, 1024)).hasMessage(reason);
        assertThatThrownBy(() -> LogWriter.open(fifo)).hasMessage(reason);
        assertThat(dir.resolve("fifo.lock")).doesNotExist();
    }
}
