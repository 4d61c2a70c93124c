package io.tickbus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.config.StoreConfig;
import io.tickbus.config.StoreConfig.TableBytesPolicy;
import io.tickbus.config.TableConfig;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.MemoryStatus;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.vertx.core.Future;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables at their limit of memory. Their segments have four rows and 80 bytes. */
class MemoryTest {
    private static final int ROW_BYTES = 20;
    static final int SEGMENT_BYTES = Owner.SEGMENT_ROWS * ROW_BYTES;
    private static final ControlRecord GOOD_NIGHT =
            ControlRecord.endOfDay(LocalDate.parse("2026-11-23"), new LogPosition("", 0));

    static OwnerLogic owner(TableBytesPolicy policy, long bytesMax, TableConfig... tables) {
        return owner(policy, bytesMax, null, tables);
    }

    /** The first table is {@code trade}, the others are {@code other1} and so on. */
    private static OwnerLogic owner(
            TableBytesPolicy policy, long bytesMax, @Nullable Path archiveDir, TableConfig... tables) {
        Map<String, TableConfig> named = new LinkedHashMap<>();
        for (int i = 0; i < tables.length; i++) {
            named.put(i == 0 ? "trade" : "other" + i, tables[i]);
        }
        return new OwnerLogic(new StoreConfig(named, 10, 100, 1000, 1000, archiveDir, bytesMax, policy));
    }

    static TableConfig plain() {
        return Owner.trades(List.of(), null);
    }

    private static TableConfig ofDays(TableConfig.EndOfDay endOfDay) {
        return new TableConfig(plain().columns(), List.of(), null, Owner.SEGMENT_ROWS, endOfDay);
    }

    static Feed feed(OwnerLogic owner, String name) {
        Feed feed = new Feed(owner, name);
        feed.open();
        return feed;
    }

    static AppendReply append(OwnerLogic owner, String table, int from, int to) {
        return owner.append(Batch.of(table, Owner.trades(from, to)));
    }

    private static List<String> events(OwnerLogic owner) {
        return owner.events().stream()
                .map(event -> event.getString("event") + " " + event.getString("table"))
                .toList();
    }

    static MemoryStatus memory(OwnerLogic owner) {
        return owner.topics().memory();
    }

    @Test
    void oldestSegmentsLeaveAsUnderRetentionAndAreCounted() {
        OwnerLogic owner = owner(TableBytesPolicy.DROP, 5 * SEGMENT_BYTES, plain());
        Feed feed = feed(owner, "a");
        for (int row = 0; row < 1000; row++) {
            assertThat(feed.rows(row, row + 1).offset()).isEqualTo(row);
            assertThat(memory(owner).bytes()).isLessThanOrEqualTo(5 * SEGMENT_BYTES);
        }
        assertThat(owner.rows("trade")).isEqualTo(Owner.trades(980, 1000));
        JsonObject table = owner.describe("trade");
        assertThat(table.getLong("evictedRows")).isEqualTo(980);
        assertThat(table.getLong("firstOffset")).isEqualTo(980);
        assertThat(table.getLong("bytes")).isEqualTo(5 * SEGMENT_BYTES);
        assertThat(table.getLong("missingRows")).isZero(); // they were here
        assertThat(owner.topic("trade").counts().evictedRows()).isEqualTo(980);
        assertThat(feed.ask().refused()).isZero();
        assertThatThrownBy(() -> owner.fetch("trade", new JsonObject().put("offset", 979)))
                .matches(Failure.OUT_OF_RANGE::isCauseOf)
                .hasMessageContaining("the first is 980");
    }

    @Test
    void largestTableGivesRoomAndSmallOnesStayAsTheyAre() {
        OwnerLogic owner = owner(TableBytesPolicy.DROP, 10 * SEGMENT_BYTES, plain(), plain(), plain());
        append(owner, "other1", 0, 3);
        append(owner, "other2", 0, 28);
        for (int row = 0; row < 100; row++) {
            append(owner, "trade", row, row + 1);
        }
        assertThat(owner.rows("other1")).isEqualTo(Owner.trades(0, 3));
        assertThat(owner.describe("other2").getLong("count")).isBetween(16L, 20L);
        assertThat(owner.describe("trade").getLong("count")).isBetween(16L, 20L);
    }

    @Test
    void tableOfOneSegmentBeginsAnewWhenNothingElseIsLargeEnough() {
        TableConfig wide = new TableConfig(plain().columns(), List.of(), null, 100_000, TableConfig.EndOfDay.KEEP);
        OwnerLogic owner = owner(TableBytesPolicy.DROP, 4096 * ROW_BYTES, wide);
        Feed feed = feed(owner, "a");
        for (int row = 0; row < 20_000; row += 500) {
            feed.rows(row, row + 500);
            assertThat(memory(owner).bytes()).isLessThanOrEqualTo(4096 * ROW_BYTES);
        }
        JsonObject table = owner.describe("trade");
        assertThat(table.getLong("nextOffset")).isEqualTo(20_000);
        assertThat(table.getLong("count")).isPositive();
        assertThat(table.getLong("evictedRows")).isEqualTo(20_000 - table.getLong("count"));
    }

    @Test
    void batchThatCanNeverFitIsRefusedByNameAndPushesNothingOut() {
        OwnerLogic owner = owner(TableBytesPolicy.DROP, 5 * SEGMENT_BYTES, plain());
        Feed feed = feed(owner, "a");
        feed.rows(0, 20);
        assertThatThrownBy(() -> feed.rows(20, 60))
                .matches(Failure.LIMIT::isCauseOf)
                .hasMessageContaining("40 rows for table trade need")
                .hasMessageContaining("raise store.tableBytesMax, now 400");
        assertThat(owner.rows("trade")).isEqualTo(Owner.trades(0, 20));
        assertThat(feed.ask().refused())
                .isEqualTo(40); // their positions are used, and no sender takes the rows for applied
        assertThat(memory(owner).takesRows()).isFalse();
        assertThat(events(owner)).contains("rowsRefused trade");
        feed.rows(60, 61);
        owner.advance(MemoryAlarm.CALM_MS);
        assertThat(memory(owner).takesRows()).isTrue();
    }

    @Test
    void keyedTableRefusesNewKeysByNameAndGoesOnTakingKnownOnes() {
        OwnerLogic owner = owner(TableBytesPolicy.DROP, 60_000, Owner.trades(List.of("size"), null));
        int keys = 0;
        Failure refusal = null;
        while (refusal == null && keys < 10_000) {
            try {
                append(owner, "trade", keys, keys + 5);
                keys += 5;
            } catch (io.vertx.core.eventbus.ReplyException reason) {
                assertThat(reason)
                        .matches(Failure.LIMIT::isCauseOf)
                        .hasMessageContaining("5 rows for table trade, which has a key and cannot drop any, need")
                        .hasMessageContaining("store.tableBytesMax, now 60000");
                refusal = Failure.LIMIT;
            }
        }
        assertThat(keys).isBetween(200, 5000);
        for (int round = 0; round < 5; round++) {
            for (int key = 0; key + 3 <= keys; key += 3) {
                append(owner, "trade", key, key + 3);
                assertThat(memory(owner).bytes()).isLessThanOrEqualTo(60_000);
            }
        }
        int full = keys;
        assertThat(owner.describe("trade").getLong("count")).isEqualTo(keys);
        assertThatThrownBy(() -> append(owner, "trade", full - 1, full + 2)).matches(Failure.LIMIT::isCauseOf);
        assertThat(memory(owner).reason()).contains("rows are refused of trade");
    }

    @Test
    void knownKeysAreTakenThoughTwoPartitionsBringThemInTurns() {
        TableConfig keyed = new TableConfig(plain().columns(), List.of("size"), null, 64, TableConfig.EndOfDay.KEEP);
        OwnerLogic owner = owner(TableBytesPolicy.DROP, 60_000, keyed);
        Feed[] feeds = {feed(owner, "a"), feed(owner, "b")};
        int keys = 0;
        while (feeds[keys % 2].sendRows(keys, keys + 1).succeeded()) {
            keys++;
        }
        assertThat(keys).isBetween(200, 2000);
        Random random = new Random(20261130);
        for (int row = 0; row < 20 * keys; row++) {
            int key = random.nextInt(keys);
            feeds[row % 2].rows(key, key + 1);
            assertThat(memory(owner).bytes()).isLessThanOrEqualTo(60_000);
        }
        assertThat(owner.describe("trade").getLong("count")).isEqualTo(keys);
    }

    @Test
    void keyedTableTakesTheRoomOfLargerTablesAlone() {
        OwnerLogic owner = owner(TableBytesPolicy.DROP, 200_000, Owner.trades(List.of("size"), null), plain(), plain());
        append(owner, "other1", 0, 3);
        for (int row = 0; row < 20_000; row += 100) {
            append(owner, "other2", row, row + 100);
        }
        assertThatThrownBy(() -> {
                    for (int row = 0; row < 20_000; row += 10) {
                        append(owner, "trade", row, row + 10);
                    }
                })
                .matches(Failure.LIMIT::isCauseOf);
        assertThat(owner.describe("other1").getLong("count")).isEqualTo(3);
        assertThat(owner.describe("other2").getLong("bytes")).isBetween(50_000L, 110_000L);
        assertThat(memory(owner).bytes()).isLessThanOrEqualTo(200_000);
    }

    @Test
    void readingPausesUntilThereIsRoomAndNoRowIsLost() {
        OwnerLogic owner =
                owner(TableBytesPolicy.PAUSE, 60 * SEGMENT_BYTES, ofDays(TableConfig.EndOfDay.CLEAR), plain());
        append(owner, "other1", 0, 40);
        Feed feed = feed(owner, "a");
        feed.rows(0, 200);
        Future<AppendReply> waits = feed.sendRows(200, 202);
        Future<AppendReply> follows = feed.sendRows(202, 203);
        owner.advance(5 * HeldBatchRetry.RETRY_MS);
        assertThat(waits.isComplete()).isFalse();
        assertThat(follows.isComplete()).isFalse();
        assertThat(feed.ask().position()).isEqualTo(200); // the partition keeps what is behind: its window fills
        assertThat(memory(owner).takesRows()).isFalse();
        assertThat(memory(owner).reason()).contains("rows wait for room of trade");
        assertThat(events(owner)).containsOnlyOnce("rowsWait trade");
        assertThatThrownBy(() -> append(owner, "other1", 40, 41)).matches(Failure.LIMIT::isCauseOf);

        endDayOf(owner);
        assertThat(waits.isComplete()).isTrue();
        assertThat(follows.result().position()).isEqualTo(203);
        assertThat(owner.describe("trade").getLong("evictedRows")).isZero();
        owner.advance(MemoryAlarm.CALM_MS);
        assertThat(memory(owner).takesRows()).isTrue();
        assertThat(owner.host().timers()).isZero();
    }

    /** Has another partition end the day, which clears the table. */
    private static void endDayOf(OwnerLogic owner) {
        Feed other = feed(owner, "b");
        other.mark(GOOD_NIGHT);
        owner.advance(2000);
    }

    @Test
    void heldRowsAreBoundedAndComeAgainWhenTheyHadNoRoom() {
        OwnerLogic owner = owner(TableBytesPolicy.PAUSE, 60 * SEGMENT_BYTES, ofDays(TableConfig.EndOfDay.CLEAR));
        Feed feed = feed(owner, "a");
        feed.rows(0, 240);
        for (int row = 240; row < 400; row++) {
            feed.sendRows(row, row + 1);
        }
        assertThat(feed.ask().position()).isEqualTo(240);
        endDayOf(owner);
        assertThatThrownBy(() -> feed.rows(400, 401)).matches(Failure.GAP::isCauseOf); // it asks, and sends again
        int applied = (int) feed.open().position();
        assertThat(applied).isBetween(241, 300);
        feed.rows(applied, 400);
        assertThat(owner.rows("trade")).isEqualTo(Owner.trades(240, 400));
    }

    @Test
    void heldRowsAreAppliedAsFarAsThereIsRoom() {
        OwnerLogic owner =
                owner(TableBytesPolicy.PAUSE, 60 * SEGMENT_BYTES, ofDays(TableConfig.EndOfDay.CLEAR), plain());
        append(owner, "other1", 0, 220);
        Feed feed = feed(owner, "a");
        feed.rows(0, 20);
        for (int row = 20; row < 60; row += 4) {
            feed.sendRows(row, row + 4);
        }
        endDayOf(owner);
        assertThat(memory(owner).bytes()).isEqualTo(60 * SEGMENT_BYTES);
        assertThat(owner.rows("trade")).isEqualTo(Owner.trades(20, 40));
    }

    @Test
    void keyedTableWaitsToo() {
        OwnerLogic owner = owner(TableBytesPolicy.PAUSE, 60_000, Owner.trades(List.of("size"), null));
        Feed feed = feed(owner, "a");
        int row = 0;
        while (feed.sendRows(row, row + 10).succeeded()) {
            row += 10;
        }
        assertThat(row).isPositive();
        assertThat(feed.ask().refused()).isZero();
        assertThat(feed.ask().position()).isEqualTo(row);
    }

    @Test
    void warnsOnceAtFourFifthsAndSaysWhenItIsOver() {
        OwnerLogic owner = owner(TableBytesPolicy.DROP, 10 * SEGMENT_BYTES, ofDays(TableConfig.EndOfDay.CLEAR));
        Feed feed = feed(owner, "a");
        feed.rows(0, 28);
        assertThat(memory(owner).level()).isEqualTo(MemoryStatus.NORMAL);
        assertThat(memory(owner).reason()).isEqualTo("tables take 0.0 MB of 0.0 MB");
        assertThat(events(owner)).isEmpty();
        for (int row = 28; row < 40; row++) {
            feed.rows(row, row + 1);
        }
        assertThat(events(owner)).containsExactly("memoryHigh ");
        assertThat(memory(owner).level()).isEqualTo(MemoryStatus.HIGH);
        assertThat(memory(owner).reason()).contains("when all is taken, the oldest rows of the largest table leave");
        for (int row = 40; row < 60; row++) {
            feed.rows(row, row + 1);
        }
        assertThat(events(owner)).containsExactly("memoryHigh ", "rowsEvicted trade");
        assertThat(memory(owner).level()).isEqualTo(MemoryStatus.FULL);
        assertThat(memory(owner).takesRows()).isTrue();
        assertThat(memory(owner).reason()).contains("the oldest rows leave of trade");

        feed.mark(GOOD_NIGHT);
        owner.advance(Fetches.CLEARED_KEPT_MS + MemoryAlarm.CALM_MS);
        assertThat(memory(owner).level()).isEqualTo(MemoryStatus.NORMAL);
        assertThat(events(owner)).endsWith("memoryNormal ");
    }

    @Test
    void dayThatIsKeptForSlowReadersGoesFirst() {
        OwnerLogic owner = owner(TableBytesPolicy.DROP, 6 * SEGMENT_BYTES, ofDays(TableConfig.EndOfDay.CLEAR));
        Feed feed = feed(owner, "a");
        feed.rows(0, 16);
        feed.mark(GOOD_NIGHT);
        assertThat(memory(owner).bytes()).isEqualTo(5 * SEGMENT_BYTES);
        assertThat(owner.fetch("trade", new JsonObject().put("offset", 3)).succeeded())
                .isTrue();
        feed.rows(16, 32);
        assertThat(memory(owner).bytes()).isEqualTo(4 * SEGMENT_BYTES);
        assertThat(owner.describe("trade").getLong("evictedRows")).isZero();
        assertThatThrownBy(() -> owner.fetch("trade", new JsonObject().put("offset", 3)))
                .matches(Failure.OUT_OF_RANGE::isCauseOf);
    }

    @Test
    void dayThatWaitsForItsArchiveStaysAndCountsOnce(@TempDir Path dir) {
        OwnerLogic owner = owner(TableBytesPolicy.DROP, 6 * SEGMENT_BYTES, dir, ofDays(TableConfig.EndOfDay.ARCHIVE));
        owner.host().holdWork();
        Feed feed = feed(owner, "a");
        feed.rows(0, 16);
        feed.mark(GOOD_NIGHT);
        assertThat(memory(owner).bytes()).isEqualTo(5 * SEGMENT_BYTES);
        for (int row = 16; row < 40; row++) {
            feed.rows(row, row + 1);
        }
        assertThat(owner.describe("trade").getLong("unarchivedRows")).isEqualTo(16);
        assertThat(owner.rows("trade")).isEqualTo(Owner.trades(32, 40));
        owner.host().runWork();
        assertThat(memory(owner).bytes()).isEqualTo(2 * SEGMENT_BYTES);
    }

    @Test
    void noRowOfAKeyedTableIsMovedWhileItIsCopied() {
        for (long bytesMax = 1000; bytesMax < 6000; bytesMax += 20) {
            OwnerLogic owner = owner(StoreConfig.TableBytesPolicy.DROP, bytesMax, Owner.trades(List.of("size"), null));
            Feed feed = feed(owner, "a");
            fill(feed);
            owner.host().holdWork();
            feed.mark(ControlRecord.rebuild(new LogPosition("sym", 0), "a test"));
            long first = owner.describe("trade").getLong("firstOffset");
            for (int i = 0; i < 5; i++) {
                owner.send(Batch.of("trade", Owner.trades(i, i + 1)));
            }
            assertThat(owner.describe("trade").getLong("firstOffset")).isEqualTo(first);
        }
    }

    /** Writes a few keys often, and others once, until there is no room. */
    private static void fill(Feed feed) {
        try {
            for (int i = 0; i < 200; i++) {
                int key = i % 7 == 0 ? i : i % 5;
                feed.rows(key, key + 1);
            }
        } catch (ReplyException full) {
            assertThat(Failure.LIMIT.isCauseOf(full)).isTrue();
        }
    }
}
