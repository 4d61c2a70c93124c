package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodeCommandTest {
    private static final String ONE_INT = "010000000d000000fa01000000";

    @Test
    void messageIsToldByHeaderTypeAndText() {
        CommandLineRun run = CommandLineRun.of("decode", ONE_INT);

        assertThat(run.outLines()).containsExactly("async, little-endian, 13 bytes, type -6", "1i");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void whatWeWouldWriteIsPrintedOnDemand() {
        CommandLineRun run = CommandLineRun.of("decode", "0x 00 02 0000 0000000d fa 00000001", "--reencode");

        assertThat(run.outLines())
                .containsExactly("response, big-endian, 13 bytes, type -6", "1i", "010200000d000000fa01000000");
    }

    @Test
    void badMessageOfAFileTellsItsErrorAndOffsetAndTheRestGoOn(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(
                dir.resolve("messages.txt"), "# two\n010000000d000000fb01000000\n\n" + ONE_INT + "\nnothing\n");

        CommandLineRun run = CommandLineRun.of("decode", file.toString());

        assertThat(run.outLines()).containsExactly("async, little-endian, 13 bytes, type -6", "1i");
        assertThat(run.errLines())
                .containsExactly(
                        "tickbus decode: 010000000d000000fb01000000: trailing at byte 11: 2 bytes after the value",
                        "tickbus decode: nothing: not hexadecimal bytes");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void functionCannotBeReencodedAndThatIsSaid() {
        CommandLineRun run = CommandLineRun.of("decode", "010000001000000064000a0000000000", "--reencode");

        assertThat(run.err()).contains("a function of type 100 is not kept and cannot be encoded");
        assertThat(run.exitCode()).isEqualTo(1);
    }
}
