package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.event.Addresses;
import io.tickbus.q.Flip;
import io.tickbus.q.FullSymbols;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.q.wire.MessageKind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rejected rows that a replay shows once more are counted once; others are counted. */
class LoggedRejectionsTest extends LoggedTest {
    private static final Value MISFIT = Rig.upd(new Flip(List.of("n"), List.of(SymbolVector.of("x", "y"))));

    @Test
    void rowsOfTheNextDayAreOthers() throws Exception {
        q.append(1);
        FakeQ.Peer peer = q.live(rig.logged(), 1);
        q.append(MISFIT, MISFIT, MISFIT);
        peer.push(MISFIT, MISFIT, MISFIT);
        Rig.until("counted", () -> missingRows() == 6);
        peer.push(LoggingQ.end(LocalDate.of(2026, 8, 21)));
        Rig.until("ended", () -> !rig.events("endOfDay").isEmpty());
        peer.close();
        q.roll("sym2026.08.22");
        q.append(MISFIT, MISFIT);
        q.live(2);
        Rig.until("counted", () -> missingRows() == 10);
    }

    @Test
    void rowsWithoutRoomForTheirSymbolsAreNotCountedAgain() throws Exception {
        q.tables(LoggingQ.table("prices", rows(0)));
        q.append(LoggingQ.upd("prices", rows(1, "a")));
        FakeQ.Peer first = q.live(rig.logged(), 1);
        Rig.until("a row", () -> rig.numbers().length == 1);
        Value fresh = LoggingQ.upd("prices", rows(2, FullSymbols.NEW, "a"));
        byte[] pushed = FullSymbols.withNew(Encoder.message(MessageKind.ASYNC, fresh));
        q.appendBytes(FullSymbols.withNew(Encoder.body(fresh)));
        FullSymbols.run(() -> {
            first.write(pushed);
            Rig.until("counted", () -> missingRows() == 2);
            first.close();
            q.live(2).push(LoggingQ.upd("prices", rows(4, "a")));
            Rig.until("another row", () -> rig.numbers().length == 2);
            assertThat(missingRows()).isEqualTo(2);
        });
    }

    private static Flip rows(long first, String... syms) {
        long[] numbers = new long[syms.length];
        for (int i = 0; i < syms.length; i++) {
            numbers[i] = first + i;
        }
        return new Flip(List.of("n", "sym"), List.of(Rig.longs(numbers), SymbolVector.of(syms)));
    }

    private long missingRows() {
        JsonArray tables = (JsonArray)
                Rig.await(rig.vertx.eventBus().request(Addresses.TABLES, null)).body();
        JsonObject only = tables.getJsonObject(0);
        return only.getLong("missingRows");
    }
}
