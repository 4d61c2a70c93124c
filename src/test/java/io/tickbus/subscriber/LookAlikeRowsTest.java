package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.q.wire.MessageKind;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The tickerplant counts too few messages of its log as published, and pushes rows that look like those that the log has behind
 * them. Only rows of another table show that rows are missing.
 */
class LookAlikeRowsTest extends LoggedTest {
    private static final int HEADER_BYTES = 8;
    private static final LocalDate DAY = LocalDate.of(2026, 8, 21);

    private FakeQ.Peer peer;

    @BeforeEach
    void countAnew() throws Exception {
        q.tables(LoggingQ.table("prices", Rig.prices()), LoggingQ.table("quotes", Rig.prices()));
        q.append(1).append(quote(7));
        peer = q.live(rig.logged(), 0);
        peer.push(Rig.upd(1));
        rig.untilNumbersAre(1);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void otherTableProvesTheCountWrongForTheTableWhoseRowsLookAlike() throws Exception {
        peer.push(quote(8));

        untilBothMissRows();
    }

    @Test
    void sessionThatEndsWithTheProofLeavesNothingUnsaid() throws Exception {
        byte[] proof = Encoder.message(MessageKind.ASYNC, quote(8));
        peer.write(Arrays.copyOf(proof, proof.length + HEADER_BYTES)); // a header of zeros ends the session
        rig.untilState("BACKING_OFF", "");

        untilBothMissRows();
    }

    @Test
    void dayThatEndsProvesItBeforeTheLogEnds() throws Exception {
        peer.push(LoggingQ.end(DAY));

        untilBothMissRows();
        String end = "END_OF_DAY " + DAY;
        Rig.until("the end of the day", () -> rig.journal("prices").contains(end));
        assertThat(rig.journal("prices")).containsExactly("LOG_POSITION", "1", "GAP", "LOG_POSITION", end);
    }

    @Test
    void rowsThatCameToAllTablesLeaveNoDoubt() throws Exception {
        peer.push(quote(7), quote(8), Rig.upd(2));

        rig.untilNumbersAre(1, 2);
        Rig.until("quotes", () -> rig.rows("quotes").size() == 2);
        assertThat(rig.events()).isEmpty();
    }

    private void untilBothMissRows() {
        Rig.until("a gap of each", () -> rig.events("gap").size() == 2);
        assertThat(rig.events().stream().map(event -> reason(event, "prices"))).contains(PublishedCount.WRONG_REASON);
        assertThat(rig.events().stream().map(event -> reason(event, "quotes")))
                .contains(ExpectedRows.OTHERS_CAME_REASON);
    }

    private static String reason(JsonObject event, String table) {
        return event.getString("table").equals(table) ? event.getString("reason") : "";
    }

    private static Value quote(long number) {
        return LoggingQ.upd("quotes", Rig.prices(number));
    }
}
