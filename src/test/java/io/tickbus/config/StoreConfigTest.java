package io.tickbus.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.StoreConfig.TableBytesPolicy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StoreConfigTest {
    private static StoreConfig store(Map<String, ?> keys) {
        return StoreConfig.of(Map.of("store", keys));
    }

    @Test
    void memoryForTablesIsHalfOfTheHeapIfNothingElseIsSaid() {
        StoreConfig config = store(Map.of());
        assertThat(config.tableBytesMax()).isEqualTo(Runtime.getRuntime().maxMemory() / 2);
        assertThat(config.tableBytesPolicy()).isEqualTo(TableBytesPolicy.DROP);
        assertThat(new StoreConfig(Map.of(), 10_000, 100_000, 60_000, 10_000, null))
                .isEqualTo(config);
    }

    @Test
    void memoryAndPolicyAreRead() {
        StoreConfig config = store(Map.of("tableBytesMax", 1_048_576, "tableBytesPolicy", "pause"));
        assertThat(config.tableBytesMax()).isEqualTo(1_048_576);
        assertThat(config.tableBytesPolicy()).isEqualTo(TableBytesPolicy.PAUSE);
        assertThat(Configs.problems(() -> store(Map.of("tableBytesMax", 1_048_575, "tableBytesPolicy", "explode"))))
                .containsExactly(
                        "store.tableBytesMax: 1048575 is out of range: 1048576 to 9223372036854775807",
                        "store.tableBytesPolicy: expected drop or pause, found \"explode\"");
    }

    @Test
    void bytesOfATableFollowFromTypesAndRetention() {
        Map<String, Object> columns = Map.of("id", "guid", "sym", "symbol", "text", "list", "flag", "boolean");
        Map<String, Object> settings = Map.of("columns", columns, "segmentRows", 10_000, "retentionRowsMax", 20_001);
        StoreConfig config = StoreConfig.of(Map.of("tables", Map.of("t", settings)));
        TableConfig table = Objects.requireNonNull(config.tables().get("t"));
        assertThat(table.segmentBytes()).isEqualTo(10_000 * (16 + 4 + 4 + 1));
        assertThat(table.bytesMax()).hasValue(4 * 250_000); // three for what is kept, one that is being filled
        assertThat(TableConfig.DEFAULT.bytesMax()).isEmpty();
    }

    @Test
    void buffersShareASixteenthOfASmallHeap() {
        long share = Runtime.getRuntime().maxMemory() / 16;
        assertThat(Limits.bufferBytes(1)).isEqualTo((int) Math.min(256 << 20, share));
        assertThat(Limits.bufferBytes(1 << 30)).isEqualTo(1 << 20);
        PipelineConfig two = PipelineConfig.of(
                Map.of(
                        "subscribers",
                        List.of(
                                Map.of("name", "a", "port", 1, "host", "h"),
                                Map.of("name", "b", "port", 1, "host", "h"))),
                Map.of());
        assertThat(two.subscribers()).allSatisfy(subscriber -> {
            assertThat(subscriber.flow().inFlightBytesMax()).isEqualTo(Limits.bufferBytes(2));
            assertThat(subscriber.flow().heldBytesMax()).isEqualTo(Limits.bufferBytes(2));
        });
    }
}
