package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Flip;
import io.tickbus.q.QDictionary;
import io.tickbus.q.Value;
import io.tickbus.q.wire.FakeQ;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables whose rows come with the reply to each subscription. */
class KeyedReplyTest extends LoggedTest {
    @Test
    void rowsOfEachReplyAreUpsertedAndTheLogIsNotReadForThem() throws Exception {
        q.append(LoggingQ.upd("last", last(1, 10)), LoggingQ.upd("last", last(2, 20)));
        q.tables(LoggingQ.table("last", last(1, 10, 2, 20)));
        FakeQ.Peer peer = q.live(rig.logged(), 2);
        peer.push(LoggingQ.upd("last", last(2, 21)));
        untilLastIs(1, 10, 2, 21);
        peer.close();
        q.tables(LoggingQ.table("last", last(1, 10, 2, 22, 3, 30)));
        q.live(4);

        untilLastIs(1, 10, 2, 22, 3, 30);
        assertThat(rig.events()).isEmpty();
        assertThat(rig.states()).endsWith("LIVE");
    }

    @Test
    void keysThatTheReplyHasNoMoreLeaveTheTable() throws Exception {
        q.tables(LoggingQ.table("last", last(1, 10, 2, 20, 3, 30)));
        FakeQ.Peer peer = q.live(rig.logged(), 0);
        untilLastIs(1, 10, 2, 20, 3, 30);
        peer.push(LoggingQ.upd("last", last(1, 11, 4, 40)));
        untilLastIs(2, 20, 3, 30, 1, 11, 4, 40);
        peer.close();
        q.tables(LoggingQ.table("last", last(3, 31, 1, 11)));
        q.live(0).push(LoggingQ.upd("last", last(5, 50)));

        untilLastIs(3, 31, 1, 11, 5, 50);
        rig.untilEvent("keysDeleted");
        assertThat(rig.events()).hasSize(1);
        JsonObject event = rig.events().get(0);
        assertThat(event.getString("event")).isEqualTo("keysDeleted");
        assertThat(event.getLong("rows")).isEqualTo(2);
        assertThat(event.getLong("keptRows")).isEqualTo(2);
    }

    @Test
    void tableWithoutKeysLeftIsEmpty() throws Exception {
        q.tables(LoggingQ.table("last", last(1, 10)));
        q.live(rig.logged(), 0).close();
        untilLastIs(1, 10);
        q.tables(LoggingQ.table("last", last()));
        q.live(0);

        untilLastIs();
    }

    @Test
    void keyedTableAndALogGoTogether() throws Exception {
        q.append(1);
        q.tables(LoggingQ.table("last", last(1, 10)), LoggingQ.table("prices", Rig.prices()));
        q.live(rig.logged(), 1).close();
        q.append(2);
        q.live(2);

        rig.untilNumbersAre(1, 2);
        untilLastIs(1, 10);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void keyedTableThatItsOwnerLostIsAskedForAgain() throws Exception {
        q.tables(LoggingQ.table("last", last(1, 10, 2, 20)));
        q.live(rig.logged(), 0);
        untilLastIs(1, 10, 2, 20);
        rig.loseOwner();
        rig.ownTables();
        q.live(0);

        untilLastIs(1, 10, 2, 20);
        assertThat(rig.events()).isEmpty();
    }

    private void untilLastIs(long... keysAndValues) {
        Flip wanted = last(keysAndValues).unkeyed();
        Rig.until("last " + wanted, () -> rig.rows("last").columns().equals(wanted.columns()));
    }

    private static QDictionary last(long... keysAndValues) {
        int size = keysAndValues.length / 2;
        long[] keys = new long[size];
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
            keys[i] = keysAndValues[2 * i];
            values[i] = keysAndValues[2 * i + 1];
        }
        Value key = new Flip(List.of("k"), List.of(Rig.longs(keys)));
        Value value = new Flip(List.of("v"), List.of(Rig.longs(values)));
        return new QDictionary(key, value);
    }
}
