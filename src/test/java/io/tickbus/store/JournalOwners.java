package io.tickbus.store;

import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.JournalConfig;
import io.tickbus.config.JournalConfig.Sync;
import io.tickbus.config.StoreConfig;
import io.tickbus.config.TableConfig;
import io.tickbus.config.TableConfig.EndOfDay;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.log.LogReader;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.tickbus.replication.LogPosition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Owners of the table {@code trade} that keep a journal, one after the other in one directory. */
abstract class JournalOwners {
    static final LogPosition START = new LogPosition("log1", 0);
    static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    @TempDir
    Path dir = Path.of("");

    final List<OwnerLogic> owners = new ArrayList<>();

    @AfterEach
    void letGo() {
        owners.forEach(owner -> owner.topics().close());
    }

    StoreConfig config(EndOfDay endOfDay, Sync sync, Map<String, QType> columns, List<String> keys) {
        JournalConfig journal = new JournalConfig(dir.resolve("journal"), sync);
        TableConfig trade = new TableConfig(
                columns,
                keys,
                null,
                Owner.SEGMENT_ROWS,
                endOfDay,
                TableConfig.Append.TABLE,
                journal,
                TableConfig.OnSchemaChange.REFUSE);
        return new StoreConfig(
                Map.of("trade", trade), 10, 100, 60_000, Owner.END_OF_DAY_WAIT_MS_MAX, dir.resolve("archive"));
    }

    OwnerLogic owner(StoreConfig config) {
        OwnerLogic owner = new OwnerLogic(config);
        owners.add(owner);
        return owner;
    }

    OwnerLogic owner(EndOfDay endOfDay) {
        return owner(config(endOfDay, Sync.INTERVAL, columns(), List.of()));
    }

    OwnerLogic owner() {
        return owner(EndOfDay.KEEP);
    }

    static Map<String, QType> columns() {
        return Owner.trades(List.of(), null).columns();
    }

    Path file() {
        return dir.resolve("journal/trade");
    }

    static Future<AppendReply> send(OwnerLogic owner, int from, int to) {
        return owner.send(Batch.of("trade", trades(from, to)));
    }

    static AppendReply append(OwnerLogic owner, int from, int to) {
        return owner.append(Batch.of("trade", trades(from, to)));
    }

    static String refusal(Future<AppendReply> reply, Failure code) {
        assertThat(reply.failed()).isTrue();
        assertThat(code.isCauseOf(reply.cause())).as("%s", reply.cause()).isTrue();
        return String.valueOf(reply.cause().getMessage());
    }

    static List<JsonObject> events(OwnerLogic owner, String name) {
        return owner.events().stream()
                .filter(event -> event.getString("event").equals(name))
                .toList();
    }

    /** The rows in a journal, as many as each message has. */
    static List<Integer> messages(Path file) throws IOException {
        List<Integer> sizes = new ArrayList<>();
        try (LogReader log = LogReader.open(file, 1 << 20)) {
            for (Value next = log.next(); next != null; next = log.next()) {
                Value payload = ((GeneralList) next).valueAt(2);
                sizes.add(
                        payload instanceof Flip head
                                ? head.size()
                                : ((FloatVector) ((GeneralList) payload).valueAt(1)).size());
            }
        }
        return sizes;
    }

    void write(byte... bytes) throws IOException {
        Files.write(file(), bytes, StandardOpenOption.APPEND);
    }
}
