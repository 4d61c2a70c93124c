package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.WebConfig;
import io.tickbus.event.MemoryStatus;
import io.tickbus.event.Shortfall;
import io.tickbus.event.Status;
import io.tickbus.event.StatusReport;
import io.tickbus.replication.LogPosition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private final PipelineParts parts = new PipelineParts();
    private static final String NONE_MISSING = "no table is known to miss rows, at most 0 (readyMissingRowsMax)";

    private final Readiness readiness = new Readiness(List.of("a", "b"), 1000, 0);

    @Test
    void fileThatCannotBeWrittenIsNamedWithItsReason() {
        Health health = readiness.of(parts, 0, Map.of("journal of table trade", "No space left on device"));
        assertThat(health.checks())
                .contains(new HealthCheck("journal of table trade", false, "No space left on device"));
    }

    @Test
    void ownerRequiredSubscribersAndLagAreAllChecked() {
        assertThat(reasons(0))
                .containsExactly(
                        "DOWN no owner of the tables has reported",
                        "DOWN a has not reported",
                        "DOWN b has not reported",
                        "UP 0 ms, at most 1000 ms",
                        "UP " + NONE_MISSING);

        owner("n1", "LIVE", 0);
        subscriber("a", "n1", "LIVE", 0, 0);
        subscriber("b", "n1", "BACKING_OFF", 0, 0);
        assertThat(reasons(0))
                .containsExactly(
                        "UP node n1 owns the tables, epoch 7",
                        "UP a is live.",
                        "DOWN b BACKING_OFF why",
                        "UP 0 ms, at most 1000 ms",
                        "UP " + NONE_MISSING);

        subscriber("b", "n1", "LIVE", 1000, 0);
        assertThat(readiness.of(parts, 0, Map.of()).isGood()).isTrue();
        assertThat(readiness.of(parts, 0, Map.of()).statusCode()).isEqualTo(200);

        subscriber("other", "n2", "LIVE", 1001, 0); // not required, but the tables wait for it
        assertThat(reasons(0)).contains("DOWN 1001 ms (other), at most 1000 ms");
        assertThat(readiness.of(parts, 0, Map.of()).statusCode()).isEqualTo(503);
    }

    @Test
    void whoFallsSilentIsNotLiveAndItsLagIsOfNoInterest() {
        owner("n1", "LIVE", 0);
        subscriber("a", "n1", "LIVE", 5000, 0);
        subscriber("b", "n1", "LIVE", 0, 0);

        assertThat(reasons(StatusReport.SILENT_NANOS + 1))
                .containsExactly(
                        "DOWN tables silent for 5 s",
                        "DOWN a silent for 5 s",
                        "DOWN b silent for 5 s",
                        "UP 0 ms, at most 1000 ms",
                        "UP " + NONE_MISSING);
    }

    @Test
    void oneThatRunsElsewhereIsLiveAndStandingByHereIsNotUntilThatIsGone() {
        owner("n2", "LIVE", 0);
        subscriber("a", "n2", "LIVE", 0, 0);
        subscriber("a", "n1", Status.STANDBY, 0, 0);
        owner("n1", Status.STANDBY, 0);
        assertThat(reasons(0)).startsWith("UP node n2 owns the tables, epoch 7", "UP a is live.");

        long later = StatusReport.SILENT_NANOS + 1;
        subscriber("a", "n1", Status.STANDBY, 0, later);
        owner("n1", Status.STANDBY, later);
        assertThat(reasons(later)).startsWith("DOWN tables STANDBY why", "DOWN a STANDBY why");
    }

    @Test
    void silentPartIsForgottenSoonIfItWasClosedAndLateIfItWasKilled() {
        subscriber("killed", "n1", "LIVE", 0, 0);
        subscriber("closed", "n1", "STOPPED", 0, 0);
        subscriber("standby", "n2", Status.STANDBY, 0, 0);

        long soon = TimeUnit.MILLISECONDS.toNanos(PipelineParts.CLOSED_FORGOTTEN_MS);
        parts.forgetOld(soon);
        assertThat(parts.subscribers()).hasSize(3);
        parts.forgetOld(soon + 1);
        assertThat(parts.subscribers()).extracting(part -> part.status().name()).containsExactly("killed");

        long late = TimeUnit.MILLISECONDS.toNanos(PipelineParts.KILLED_FORGOTTEN_MS);
        parts.forgetOld(late);
        assertThat(parts.subscribers()).hasSize(1);
        parts.forgetOld(late + 1);
        assertThat(parts.subscribers()).isEmpty();
    }

    /** A node with the gateway alone serves tables that the subscribers of other nodes fill. */
    @Test
    void subscribersOfOtherNodesCountWhileTheyReplayAndWhenTheyWereKilled() {
        Readiness gateway = new Readiness(List.of(), 1000, 0);
        owner("n1", "LIVE", 0);
        subscriber("a", "n2", "LIVE", 0, 0);
        assertThat(gateway.of(parts, 0, Map.of()).isGood()).isTrue();

        subscriber("a", "n2", "REPLAYING", 0, 1);
        assertThat(gateway.of(parts, 1, Map.of()).checks())
                .contains(new HealthCheck("subscriber a", false, "a REPLAYING why"));

        subscriber("a", "n2", "LIVE", 0, 2);
        long later = 70 * TimeUnit.SECONDS.toNanos(1);
        owner("n1", "LIVE", later);
        assertThat(gateway.of(parts, later, Map.of()).checks())
                .contains(new HealthCheck("subscriber a", false, "a silent for 69 s"));

        subscriber("a", "n2", "STOPPED", 0, later);
        assertThat(gateway.of(parts, later, Map.of()).isGood()).isTrue();
    }

    @Test
    void memoryIsToldAndFailsWhenRowsDoNotGetIn() {
        memory(new MemoryStatus(80, 100, MemoryStatus.HIGH, true, "nearly taken"), 0);
        assertThat(reasons(0)).last().isEqualTo("UP nearly taken");
        memory(new MemoryStatus(100, 100, MemoryStatus.FULL, true, "old rows leave"), 0);
        assertThat(reasons(0)).last().isEqualTo("UP old rows leave");
        memory(new MemoryStatus(100, 100, MemoryStatus.FULL, false, "rows wait"), 0);
        assertThat(reasons(0)).last().isEqualTo("DOWN rows wait");

        assertThat(reasons(StatusReport.SILENT_NANOS + 1)).last().asString().startsWith("UP"); // its owner is gone
    }

    private void memory(MemoryStatus memory, long nanos) {
        Status status = new Status(
                Status.TABLE, "tables", "n1", 7, Status.LIVE, "", 0, 0, 0, 0, 0, 0, 0, Shortfall.NONE, memory);
        parts.apply(Status.of(status.toJson()), Instant.EPOCH, nanos); // as it comes over the bus
    }

    @Test
    void missingRowsAreAReasonNotToBeReadyUnlessTheyAreAccepted() {
        missing(Status.TABLE, "tables", new Shortfall("trade", 3));
        assertThat(missing(0))
                .isEqualTo(new HealthCheck(
                        "missing rows", false, "table trade misses 3 rows, at most 0 (readyMissingRowsMax)"));
        assertThat(missing(2).good()).isFalse();
        assertThat(missing(3).good()).isTrue();

        missing(Status.SUBSCRIBER, "other", new Shortfall("quote", LogPosition.UNKNOWN));
        assertThat(missing(Long.MAX_VALUE))
                .isEqualTo(new HealthCheck(
                        "missing rows",
                        false,
                        "table quote misses an unknown number of rows, at most " + Long.MAX_VALUE
                                + " (readyMissingRowsMax)"));
        assertThat(missing(WebConfig.NO_LIMIT))
                .isEqualTo(new HealthCheck("missing rows", true, "table quote misses an unknown number of rows"));
    }

    private HealthCheck missing(long rowsMax) {
        return new Readiness(List.of(), 1000, rowsMax)
                .of(parts, 0, Map.of()).checks().stream()
                        .filter(check -> check.name().equals("missing rows"))
                        .findAny()
                        .orElseThrow();
    }

    private void missing(String part, String name, Shortfall shortfall) {
        Status status = new Status(part, name, "n1", 7, Status.LIVE, "", 0, 0, 0, 0, 0, 0, 0, shortfall, null);
        parts.apply(Status.of(status.toJson()), Instant.EPOCH, 0);
    }

    private List<String> reasons(long now) {
        return readiness.of(parts, now, Map.of()).checks().stream()
                .map(check -> (check.good() ? "UP " : "DOWN ") + check.reason())
                .toList();
    }

    private void owner(String node, String state, long nanos) {
        parts.apply(
                new Status(Status.TABLE, "tables", node, 7, state, "why", 0, 0, 0, 0, 0, 0, 0), Instant.EPOCH, nanos);
    }

    private void subscriber(String name, String node, String state, long lagMs, long nanos) {
        String reason = state.equals("LIVE") ? "" : "why";
        parts.apply(
                new Status(Status.SUBSCRIBER, name, node, 7, state, reason, 0, 0, 0, lagMs, 0, 0, 0),
                Instant.EPOCH,
                nanos);
    }
}
