package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.PipelineConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CdsTrainingTest {
    private static final Pattern PORT = Pattern.compile("\\bport: \\d+");

    @Test
    void hasEveryPartOfANodeAndMeetsNobodyElse(@TempDir Path dir) throws IOException {
        String text = CdsTraining.configuration();
        PipelineConfig config = PipelineConfig.read(Files.writeString(dir.resolve("conf.yaml"), text), Map.of());

        assertThat(config.tickerplant()).isNotNull();
        assertThat(config.subscribers()).hasSize(1);
        assertThat(config.gateway()).isNotNull();
        assertThat(config.web()).isNotNull();
        int port = config.cluster().port();
        assertThat(config.cluster().members()).containsExactly("127.0.0.1:" + port);
        assertThat(PORT.matcher(text).results().map(MatchResult::group)).containsOnly("port: 0", "port: " + port);
    }
}
