package io.tickbus.store;

import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.JournalConfig;
import io.tickbus.config.JournalConfig.Sync;
import io.tickbus.config.StoreConfig;
import io.tickbus.config.StoreConfig.TableBytesPolicy;
import io.tickbus.config.TableConfig;
import io.tickbus.config.TableConfig.EndOfDay;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows of applications, where the tables may take no more memory. */
class JournalMemoryTest extends JournalOwners {
    private static final int ROW_BYTES = 20;

    private StoreConfig bounded(long bytesMax, List<String> keys, int segmentRows) {
        TableConfig trade = new TableConfig(
                columns(),
                keys,
                null,
                segmentRows,
                EndOfDay.KEEP,
                TableConfig.Append.TABLE,
                new JournalConfig(dir.resolve("journal"), Sync.INTERVAL),
                TableConfig.OnSchemaChange.REFUSE);
        return new StoreConfig(Map.of("trade", trade), 10, 100, 1000, 1000, null, bytesMax, TableBytesPolicy.DROP);
    }

    @Test
    void journalIsReadBackIntoTheSameLimit() {
        int rows = 100_000;
        StoreConfig config = bounded(80_000 * ROW_BYTES, List.of(), 8192);
        OwnerLogic first = owner(config);
        for (int row = 0; row < rows; row += 10_000) {
            append(first, row, row + 10_000);
        }
        first.topics().close();

        OwnerLogic next = owner(config);
        JsonObject table = next.describe("trade");
        assertThat(table.getLong("nextOffset")).isEqualTo(rows);
        assertThat(table.getLong("evictedRows")).isBetween(20_000L, 40_000L);
        assertThat(next.topics().memory().bytes()).isLessThanOrEqualTo(80_000 * ROW_BYTES);
        assertThat(table.getLong("missingRows")).isZero();
    }

    @Test
    void rowsWithoutRoomAreRefusedBeforeTheyAreWritten() throws IOException {
        OwnerLogic owner = owner(bounded(60_000, List.of("size"), 4));
        int keys = 0;
        long written = 0;
        Future<AppendReply> reply = send(owner, 0, 100);
        while (reply.succeeded()) {
            keys += 100;
            written = Files.size(file());
            reply = send(owner, keys, keys + 100);
        }
        assertThat(keys).isPositive();
        assertThat(refusal(reply, Failure.LIMIT)).contains("100 rows for table trade, which has a key");
        assertThat(Files.size(file())).isEqualTo(written);
    }

    @Test
    void rowsThatTheNextOwnerHasNoRoomForAreAGapAndStayInTheFile() throws IOException {
        OwnerLogic first = owner(bounded(1 << 20, List.of("size"), 4));
        append(first, 0, 2000);
        first.topics().close();
        long size = Files.size(file());

        OwnerLogic next = owner(bounded(60_000, List.of("size"), 4));
        JsonObject table = next.describe("trade");
        assertThat(table.getLong("count")).isZero();
        assertThat(table.getLong("missingRows")).isEqualTo(2000);
        assertThat(events(next, "journalFailed")).hasSize(1);
        assertThat(events(next, "journalFailed").get(0).getString("reason"))
                .startsWith("2000 rows stay in the file alone: 2000 rows for table trade, which has a key");
        assertThat(Files.size(file())).isEqualTo(size);
        append(next, 0, 1);
    }

    @Test
    void rowsThatWaitForTheDiskCount() {
        OwnerLogic owner = owner(bounded(1 << 20, List.of(), 4));
        owner.host().holdDisk();
        long before = owner.topics().memory().bytes();
        Future<AppendReply> waits = owner.send(Batch.of("trade", trades(0, 100)));
        assertThat(owner.topics().memory().bytes()).isGreaterThan(before + 100 * ROW_BYTES);
        owner.host().releaseDisk();
        assertThat(waits.succeeded()).isTrue();
        assertThat(owner.topics().memory().bytes()).isEqualTo(100 * ROW_BYTES);
    }
}
