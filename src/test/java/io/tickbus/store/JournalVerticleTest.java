package io.tickbus.store;

import static io.tickbus.store.Owner.appended;
import static io.tickbus.store.Owner.await;
import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.config.JournalConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.config.TableConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.Batch;
import io.tickbus.metrics.Outages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The journal on the threads of a real owner. */
@ExtendWith(VertxExtension.class)
class JournalVerticleTest {
    @TempDir
    Path dir = Path.of("");

    private StoreConfig config() {
        TableConfig trade = Owner.trades(List.of(), null);
        return Owner.config(new TableConfig(
                trade.columns(),
                List.of(),
                null,
                Owner.SEGMENT_ROWS,
                TableConfig.EndOfDay.KEEP,
                TableConfig.Append.TABLE,
                new JournalConfig(dir, JournalConfig.Sync.ALWAYS),
                TableConfig.OnSchemaChange.REFUSE));
    }

    @Test
    void journalThatCannotBeOpenedIsAnOutageOfTheNode(Vertx vertx) throws Exception {
        Files.writeString(dir.resolve("trade"), "no journal");
        Owner owner = Owner.of(vertx, config());
        assertThatThrownBy(() -> owner.request(Addresses.append("trade"), Batch.of("trade", trades(0, 1))))
                .hasMessageContaining("cannot open the journal");
        assertThat(Outages.of(vertx).all()).containsOnlyKeys("journal of table trade");
        owner.undeploy();

        assertThat(Outages.of(vertx).all()).isEmpty();
    }

    @Test
    void nextOwnerHasAllThatWasAcknowledgedInItsOrder(Vertx vertx) {
        Owner first = Owner.of(vertx, config());
        List<Future<Object>> replies = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            replies.add(first.send(Addresses.append("trade"), Batch.of("trade", trades(i, i + 1))));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(await(replies.get(i))).isEqualTo(appended(i, 1, 0));
        }
        first.undeploy();

        Owner next = Owner.of(vertx, config());
        assertThat(next.request(Addresses.append("trade"), Batch.of("trade", trades(100, 101))))
                .extracting("offset", "rows")
                .containsExactly(100L, 1);
        assertThat(next.count()).isEqualTo(101);
        next.undeploy();
    }
}
