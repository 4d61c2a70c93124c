package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The owner of the tables stops in the middle of everything, another takes over, and it goes on as if nothing had been. */
class FrozenOwnerIT {
    private static final String LIVE = "tables moved state=\"LIVE\"";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private static JsonObject note(long n) {
        return new JsonObject().put("n", n);
    }

    @Test
    void ownerThatWakesUpAppliesAndAnswersNothingOfWhatCameMeanwhile() throws Exception {
        try (ClusterMember member = new ClusterMember()) {
            Path conf = Files.writeString(
                    dir.resolve("tables.yaml"), "tables: {note: {columns: {n: long}}}\n" + member.section());
            try (Program owner = Program.tickbus(dir, "run", "table", "--conf", conf.toString(), "--cluster")) {
                owner.awaitErr(LIVE);
                try (Program standby = Program.tickbus(dir, "run", "table", "--conf", conf.toString(), "--cluster")) {
                    standby.awaitErr("tables moved state=\"STANDBY\"");
                    long epoch = member.append("note", note(1)).getLong("epoch");

                    owner.freeze();
                    Future<JsonObject> late = member.send("note", note(2)); // it has the connection, and does not read
                    standby.awaitErr(LIVE);
                    owner.signal("CONT");
                    JsonObject next = member.append("note", note(3));
                    assertThat(next.getLong("offset"))
                            .as("in tables that began empty")
                            .isZero();
                    assertThat(next.getLong("epoch")).isGreaterThan(epoch);
                    assertThat(member.fetch("note", 0, 10)).isEqualTo(new JsonArray().add(note(3)));

                    owner.awaitErr("leaves the cluster and joins it again");
                    owner.awaitErr("tables moved state=\"STANDBY\" epoch=0 reason=\"another node owns the tables\"");
                    assertThat(late.succeeded())
                            .as("an answer of the old owner: %s", late)
                            .isFalse();
                    assertThat(standby.errLines())
                            .filteredOn(line -> line.contains(LIVE))
                            .hasSize(1);
                }
            }
        }
    }
}
