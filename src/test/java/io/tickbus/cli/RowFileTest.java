package io.tickbus.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.cli.console.CommandFailure;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
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
    void lineThatIsNotUtf8IsRefusedAndNotReadAsSomethingElse() throws Exception {
        try (RowFile file = open(ISO_8859_1)) {
            assertThatThrownBy(file::next)
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("rows:3: not UTF-8 text")
                    .hasMessageContaining("\\\\xe9");
        }
    }
}
