package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A q that answers with a table on its disk, which it sends as a path in place of columns. */
class StoredTableTest {
    private static final byte[] ANSWER =
            HexFormat.of().parseHex("0102000018000000" + "6200" + "63" + "0b00010000006100" + "f53a742f00");

    private static void answer(ServerSocket server) {
        try (Socket client = server.accept()) {
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int read = in.read(); read > 0; read = in.read()) {
                // the greeting ends in a zero
            }
            out.write(3);
            in.readNBytes(8); // the end of the request
            out.write(ANSWER);
            in.readAllBytes();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Test
    void answerIsNamedInWordsThatSayWhatToDo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answer(server));
            CommandLineRun run = CommandLineRun.of("q", "127.0.0.1:" + server.getLocalPort(), "trade");

            assertThat(run.err().strip())
                    .isEqualTo(
                            "'tickbus: this answer cannot be read: a table on q's disk, :t/, is sent without its rows; ask q to"
                                    + " select from it");
            answered.join();
        }
    }
}
