package io.tickbus.store;

import static io.tickbus.store.Owner.appended;
import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.JournalConfig.Sync;
import io.tickbus.event.AppendReply;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.vertx.core.Future;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A journal whose rows find no memory in the table. */
class JournalErrorTest {
    private final FakeHost host = new FakeHost();

    @TempDir
    private Path dir;

    private int rows;

    private Journal journal() {
        JournalFile file = new JournalFile(dir, "trade", Schema.of(trades(0, 0)), null);
        Journal journal = new Journal(file, Sync.NEVER, this::apply, new TableEvents("trade", host), host);
        journal.open(() -> {});
        return journal;
    }

    /** Fails for two rows. */
    private AppendReply apply(Flip added) {
        if (added.size() == 2) {
            throw new InternalError("no room on the heap");
        }
        rows += added.size();
        return appended(rows - added.size(), added.size(), 0);
    }

    @Test
    void otherRequestsOfTheGroupAreAnswered() {
        Journal journal = journal();
        host.holdDisk();
        Future<AppendReply> first = journal.append(trades(0, 1));
        Future<AppendReply> failed = journal.append(trades(1, 3));
        Future<AppendReply> last = journal.append(trades(3, 4));
        host.releaseDisk();

        assertThat(first.result()).isEqualTo(appended(0, 1, 0));
        assertThat(failed.cause()).hasMessage("no room on the heap");
        assertThat(last.result()).isEqualTo(appended(1, 1, 0));
        assertThat(journal.waitingBytes()).isZero();
        assertThat(journal.append(trades(4, 5)).result()).isEqualTo(appended(2, 1, 0));
        journal.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void rowsThatAreReadBackAreFollowedByNewOnes(int before) {
        Journal writing = journal();
        writing.append(trades(0, before));
        writing.append(trades(9, 10));
        writing.close();
        rows = 0;

        Journal reading = journal();
        assertThat(reading.isRestoring()).isFalse();
        assertThat(reading.append(trades(10, 11)).succeeded()).isTrue();
        reading.close();
    }
}
