package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.event.Status;
import io.tickbus.event.StatusReport;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StatusLineTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final List<String> printed = new ArrayList<>();
    private final StatusLine line = new StatusLine(printed::add, 2, true, 0);

    private void subscriber(String name, String state, String reason, long received, long applied, long atNanos) {
        line.apply(
                new Status(Status.SUBSCRIBER, name, "a:1", 1, state, reason, received, applied, 1, 40, 0, 0, 0),
                atNanos);
    }

    private void table(long applied, long atNanos) {
        line.apply(new Status(Status.TABLE, "tables", "a:1", 1, "LIVE", "", 0, applied, 2, 0, 0, 0, 0), atNanos);
    }

    @Test
    void beforeAnythingIsHeardNobodyIsLive() {
        assertThat(line.line(SECOND)).isEqualTo("rows 0 (0/s), lag 0 rows 0 ms, subscribers 0 of 2 live, rejected 0");
    }

    @Test
    void lineThatIsKeptIsPrintedWhenItTellsAChangeAndOnceAMinute() {
        subscriber("a", "LIVE", "", 10, 10, 0);
        line.show(2 * SECOND);
        assertThat(printed).hasSize(1);

        for (int second = 4; second < 62; second += 2) { // rows alone are no news
            subscriber("a", "LIVE", "", 10L * second, 9L * second, second * SECOND);
            line.show(second * SECOND);
        }
        assertThat(printed).hasSize(1);
        subscriber("a", "LIVE", "", 700, 650, 62 * SECOND);
        line.show(62 * SECOND);
        assertThat(printed).hasSize(2).last().asString().startsWith("rows 650 (11/s)");

        subscriber("a", "BACKING_OFF", "Connection refused", 700, 700, 64 * SECOND);
        line.show(64 * SECOND);
        assertThat(printed).hasSize(3).last().asString().endsWith("a BACKING_OFF Connection refused");
    }

    @Test
    void lineThatIsWrittenOverIsPrintedEachTime() {
        StatusLine inPlace = new StatusLine(printed::add, 2, false, 0);
        inPlace.show(SECOND);
        inPlace.show(2 * SECOND);
        assertThat(printed).hasSize(2);
    }

    @Test
    void rowsAreTheTablesAndTheRestIsTheSubscribers() {
        subscriber("a", "LIVE", "", 1200, 1000, 0);
        subscriber("b", "LIVE", "", 2000, 2000, 0);
        table(3000, 0);

        assertThat(line.line(2 * SECOND))
                .isEqualTo("rows 3,000 (1,500/s), lag 200 rows 40 ms, subscribers 2 of 2 live, rejected 4");
    }

    @Test
    void rebuildsAreToldWithTheRowsThatTheyDiscarded() {
        table(3000, 0);
        line.event(new JsonObject().put("event", "rebuilt").put("discardedRows", 12_849));
        line.event(new JsonObject().put("event", "rebuilt").put("discardedRows", 0));
        line.event(new JsonObject().put("event", "rebuild").put("rows", 5));

        assertThat(line.line(SECOND)).endsWith("rejected 2, rebuilds 2, discarded rows 12,849");
    }

    @Test
    void rateIsThatOfTheTimeSinceTheLineBefore() {
        table(3000, 0);
        line.line(SECOND);
        table(3500, SECOND);

        assertThat(line.line(2 * SECOND)).startsWith("rows 3,500 (500/s)");
    }

    @Test
    void ownerThatStartsAnewMakesNoNegativeRate() {
        table(3000, 0);
        line.line(SECOND);
        table(10, SECOND);

        assertThat(line.line(2 * SECOND)).startsWith("rows 10 (0/s)");
    }

    @Test
    void firstSubscriberInTroubleIsNamedWithItsReason() {
        subscriber("b", "BACKING_OFF", "127.0.0.1:1: Connection refused", 0, 0, 0);
        subscriber("a", "CONNECTING", "", 0, 0, 0);

        assertThat(line.line(SECOND)).endsWith("subscribers 0 of 2 live, rejected 2; a CONNECTING");
    }

    @Test
    void subscriberThatFallsSilentIsNotLive() {
        subscriber("a", "LIVE", "", 10, 10, 0);
        subscriber("b", "LIVE", "", 10, 10, SECOND);

        assertThat(line.line(StatusReport.SILENT_NANOS)).contains("2 of 2 live");
        assertThat(line.line(StatusReport.SILENT_NANOS + 1)).endsWith("1 of 2 live, rejected 2; a silent for 5 s");
    }

    @Test
    void stoppedSubscriberIsNotLiveAndItsCountsStay() {
        subscriber("a", "LIVE", "", 10, 10, 0);
        subscriber("a", "STOPPED", "", 10, 10, 0);

        assertThat(line.line(SECOND))
                .isEqualTo("rows 10 (10/s), lag 0 rows 40 ms, subscribers 0 of 2 live, rejected 1; a STOPPED");
    }

    @Test
    void whatStandsByElsewhereIsNotTheOneThatRuns() {
        subscriber("a", "LIVE", "", 10, 10, 0);
        line.apply(new Status(Status.SUBSCRIBER, "a", "b:2", 1, "STANDBY", "", 0, 0, 0, 0, 0, 0, 0), 0);
        assertThat(line.line(SECOND)).contains("subscribers 1 of 2 live");

        subscriber("a", "STANDBY", "this node was frozen", 0, 0, 0);
        assertThat(line.line(SECOND)).endsWith("; a STANDBY this node was frozen");
        line.apply(new Status(Status.SUBSCRIBER, "a", "b:2", 1, "LIVE", "", 0, 0, 0, 0, 0, 0, 0), 0);
        assertThat(line.line(SECOND)).contains("subscribers 1 of 2 live");
    }

    @Test
    void tablesThatAreGoneAreATrouble() {
        subscriber("a", "LIVE", "", 10, 10, SECOND);
        table(10, 0);

        assertThat(line.line(StatusReport.SILENT_NANOS + 1)).endsWith("; tables silent for 5 s");
    }
}
