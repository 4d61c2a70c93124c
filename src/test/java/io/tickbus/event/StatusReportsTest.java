package io.tickbus.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatusReportsTest {
    private static final long NOW = 1_000;
    private static final Status OWNER = Status.ofTables("tables", "n", 1, Status.LIVE, "", 0, 0, Shortfall.NONE, null);

    private static StatusReports reports(Status... statuses) {
        StatusReports reports = StatusReports.NONE;
        for (Status status : statuses) {
            reports = reports.with(new StatusReport(status, NOW));
        }
        return reports;
    }

    private static Status subscriber(String reason, Shortfall shortfall) {
        return new Status(Status.SUBSCRIBER, "nyse", "n", 1, Status.LIVE, reason, 0, 0, 0, 0, 0, 0, 0, shortfall, null);
    }

    @Test
    void ownerAndItsSubscribersAreLive() {
        assertThat(reports(OWNER, subscriber("", Shortfall.NONE)).troubles(List.of("nyse"), NOW))
                .isEmpty();
    }

    @Test
    void subscriberThatLacksATableIsATrouble() {
        Status lacking = subscriber("refused: q has no table trad", new Shortfall("trad", Shortfall.UNKNOWN_ROWS));

        assertThat(reports(OWNER, lacking).troubles(List.of("nyse"), NOW))
                .containsExactly("nyse is live without table trad: refused: q has no table trad");
    }

    @Test
    void partsThatHaveNotReportedAreTroubles() {
        assertThat(StatusReports.NONE.troubles(List.of("nyse"), NOW))
                .containsExactly("no owner of the tables has reported", "nyse has not reported");
    }
}
