package io.tickbus.store;

import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.event.Batch;
import io.tickbus.q.Flip;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A partition sends a keyed table whole: keys that it brought before, and not then, leave; those of others stay. */
class SnapshotMarkTest {
    private final OwnerLogic owner = new OwnerLogic(Owner.config(Owner.trades(List.of("size"), null)));
    private final Feed main = new Feed(owner, "main");
    private final Feed other = new Feed(owner, "other");

    private List<Long> keys() {
        Flip rows = owner.rows("trade");
        List<Long> keys = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            keys.add(rows.column("size").longAt(i));
        }
        return keys;
    }

    private List<JsonObject> deleted() {
        return owner.events().stream()
                .filter(event -> event.getString("event").equals("keysDeleted"))
                .toList();
    }

    private void snapshot(int from, int to) {
        main.mark(ControlRecord.atLogPosition(LogPosition.START));
        main.rows(from, to);
        main.mark(ControlRecord.snapshot());
    }

    @Test
    void keysThatAreNotInItLeave() {
        main.rows(0, 5);
        other.rows(5, 7);
        other.rows(4, 5); // the key 4 is from the other now
        owner.append(Batch.of("trade", trades(7, 8)));
        snapshot(1, 3);

        assertThat(keys()).containsExactlyInAnyOrder(1L, 2L, 4L, 5L, 6L, 7L);
        assertThat(deleted()).hasSize(1);
        assertThat(deleted().get(0)).contains(Map.entry("partition", "main"), Map.entry("rows", 2L));
        assertThat(owner.describe("trade"))
                .contains(
                        Map.entry("generation", 1L),
                        Map.entry("rebuilds", 1L),
                        Map.entry("discardedRows", 2L),
                        Map.entry("count", 6L));
        main.rows(20, 21);
        assertThat(keys()).contains(20L);
    }

    @Test
    void tableThatHasNoOtherKeysGoesOnAsItIs() {
        main.rows(0, 3);
        snapshot(0, 4);
        snapshot(0, 4);

        assertThat(keys()).containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
        assertThat(owner.events()).isEmpty();
        assertThat(owner.describe("trade")).contains(Map.entry("generation", 0L), Map.entry("rebuilds", 0L));
    }

    @Test
    void keysThatLeftMayComeAgain() {
        main.rows(0, 3);
        snapshot(0, 1);
        main.rows(2, 3);
        snapshot(5, 5);

        assertThat(keys()).isEmpty();
        assertThat(deleted()).hasSize(2);
    }
}
