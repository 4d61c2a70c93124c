package io.tickbus.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.cli.console.CommandFailure;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RowFileTest {
    private static final String TEXT = "{\"sym\":\"a\"}\r\n\n{\"sym\":\"é\"}";

    @TempDir
    private Path dir;

    private RowFile open(Charset charset) throws Exception {
        return RowFile.open(
                Files.writeString(dir.resolve("rows"), TEXT, charset).toString());
    }

    @Test
    void rowsAreReadWithTheirLines() throws Exception {
        try (RowFile file = open(UTF_8)) {
            RowFile.Rows rows = file.next();

            assertThat(rows.rows().encode()).isEqualTo("[{\"sym\":\"a\"},{\"sym\":\"é\"}]");
            assertThat(rows.lines()).isEqualTo(List.of(1L, 3L));
            assertThat(file.next().lines()).isEmpty();
        }
    }

    @Test
    @Timeout(20)
    void rowsOfAPipeAreReadAsTheyCome() throws Exception {
        InputStream before = System.in;
        PipedOutputStream pipe = new PipedOutputStream();
        try {
            System.setIn(new PipedInputStream(pipe));
            RowFile file = RowFile.open("-");
            pipe.write("{\"n\":1}\n{\"n\":2}\n{\"n\"".getBytes(UTF_8));
            assertThat(file.next().rows().encode()).isEqualTo("[{\"n\":1},{\"n\":2}]");

            pipe.write(":3}\n\n".getBytes(UTF_8));
            assertThat(file.next().rows().encode()).isEqualTo("[{\"n\":3}]");

            pipe.write("{\"n\":4}".getBytes(UTF_8));
            pipe.close();
            RowFile.Rows last = file.next();
            assertThat(last.rows().encode()).isEqualTo("[{\"n\":4}]");
            assertThat(last.lines()).containsExactly(5L);
            assertThat(file.next().lines()).isEmpty();
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void missingFileEndsLikeALogThatIsMissing() {
        assertThat(CommandLineRun.of("send", "note", "--file", "no/such.jsonl").exitCode())
                .isEqualTo(CommandLineRun.of("log", "cat", "no/such.log").exitCode())
                .isEqualTo(1);
    }

    @Test
    void lineThatIsNotUtf8IsRefusedAndNotReadAsSomethingElse() throws Exception {
        try (RowFile file = open(ISO_8859_1)) {
            assertThatThrownBy(file::next)
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("rows:3: not UTF-8 text")
                    .hasMessageContaining("\\\\xe9");
        }
    }
}
