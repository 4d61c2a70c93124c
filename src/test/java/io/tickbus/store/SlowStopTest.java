package io.tickbus.store;

import static io.tickbus.store.Owner.appended;
import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.JournalConfig.Sync;
import io.tickbus.config.TableConfig.EndOfDay;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Failure;
import io.tickbus.replication.ControlRecord;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An owner that stops while its disk hangs: the stop ends in time, and the journal is released when the disk returns. */
class SlowStopTest extends JournalOwners {
    private OwnerLogic next() {
        OwnerLogic next = owner();
        assertThat(refusal(send(next, 8, 9), Failure.UNAVAILABLE)).contains("another writer has it");
        return next;
    }

    @Test
    void writeThatHangsIsRefusedWhenItEndsAndTheNextOwnerGetsTheJournal() {
        OwnerLogic slow = owner();
        append(slow, 0, 2);
        slow.host().holdDisk();
        Future<AppendReply> underWay = send(slow, 2, 4);
        Future<Void> closed = slow.topics().close();
        slow.advance(Journal.STOP_MS_MAX - 1);
        assertThat(closed.isComplete()).isFalse();
        slow.advance(1);
        assertThat(closed.succeeded()).isTrue();
        OwnerLogic next = next();

        slow.host().releaseDisk();
        refusal(underWay, Failure.UNAVAILABLE);
        next.advance(Journal.RETRY_MS);
        assertThat(next.rows("trade")).isEqualTo(trades(0, 2));
        assertThat(append(next, 2, 3)).isEqualTo(appended(2, 1, 0));
        assertThat(events(slow, "journalFailed").get(0).getString("reason"))
                .contains("the disk has not answered for 10000 ms");
    }

    @Test
    void journalWhoseOpeningHangsIsReleasedToo() {
        append(owner(), 0, 2);
        letGo();
        OwnerLogic slow = new OwnerLogic(config(EndOfDay.KEEP, Sync.INTERVAL, columns(), List.of()), true);
        Future<Void> closed = slow.topics().close();
        slow.advance(Journal.STOP_MS_MAX);
        assertThat(closed.succeeded()).isTrue();

        slow.host().releaseDisk();
        assertThat(owner().rows("trade")).isEqualTo(trades(0, 2));
    }

    @Test
    void dayThatEndsTooLateStaysInTheJournal() throws IOException {
        OwnerLogic slow = owner(EndOfDay.ARCHIVE);
        append(slow, 0, 2);
        slow.host().holdDisk();
        Future<AppendReply> underWay = send(slow, 2, 4);
        Feed feed = new Feed(slow, "main");
        feed.mark(ControlRecord.atLogPosition(START));
        feed.mark(ControlRecord.endOfDay(DAY, START));
        slow.topics().close();
        slow.advance(Journal.STOP_MS_MAX);

        slow.host().releaseDisk();
        refusal(underWay, Failure.UNAVAILABLE);
        assertThat(Files.exists(dir.resolve("archive"))).isFalse();
        assertThat(owner(EndOfDay.ARCHIVE).rows("trade")).isEqualTo(trades(0, 2));
    }
}
