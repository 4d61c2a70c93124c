package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.cluster.ClusterNode;
import io.tickbus.event.Status;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterStatusTest {
    private static final Status OWNER =
            new Status(Status.TABLE, "tables", "n1", 1_795_440_475_262L, "LIVE", "", 0, 0, 0, 0, 0, 0, 0);

    private static ClusterStatus with(String... tables) {
        List<JsonObject> all = List.of(tables).stream()
                .map(name -> new JsonObject().put("table", name))
                .toList();
        return new ClusterStatus(List.of(new ClusterNode("n1", false)), List.of(OWNER), all);
    }

    @Test
    void epochIsANumberAndNoTimeWhichMayBeInTheFuture() {
        assertThat(with().lines()).contains("owner    n1, epoch 1795440475262");
        assertThat(with().toJson().getJsonObject("owner").getMap()).containsOnlyKeys("node", "epoch");
    }

    @Test
    void tablesAreInTheOrderOfTheirNames() {
        assertThat(with("trade", "note", "quote").lines())
                .filteredOn(line -> line.matches("(trade|note|quote) .*"))
                .extracting(line -> line.substring(0, line.indexOf(' ')))
                .containsExactly("note", "quote", "trade");
    }
}
