package io.tickbus.store;

import static io.tickbus.store.Owner.appended;
import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tickbus.config.JournalConfig.Sync;
import io.tickbus.config.StoreConfig;
import io.tickbus.config.TableConfig.EndOfDay;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of applications are in the journal before they are in the table, and come back from there. */
class JournalTest extends JournalOwners {
    @Test
    void rowsComeBackWithTheNextOwner() {
        OwnerLogic first = owner();
        assertThat(append(first, 0, 3)).isEqualTo(appended(0, 3, 0));
        assertThat(append(first, 3, 10)).isEqualTo(appended(3, 7, 0));
        assertThat(first.topics().close().succeeded()).isTrue();

        OwnerLogic next = owner();
        assertThat(next.rows("trade")).isEqualTo(trades(0, 10));
        assertThat(events(next, "journalOpened").get(0).getLong("rows")).isEqualTo(10);
        assertThat(append(next, 10, 12)).isEqualTo(appended(10, 2, 0));
    }

    @Test
    void journalIsALogOfTheTablesUpds() throws IOException {
        OwnerLogic owner = owner();
        append(owner, 0, 3);
        append(owner, 3, 4);
        assertThat(messages(file())).containsExactly(0, 3, 1);
    }

    @Test
    void rowsOfPartitionsAndRefusedRowsAreNotWritten() throws IOException {
        OwnerLogic owner = owner();
        new Feed(owner, "main").rows(0, 5);
        Flip wrong = new Flip(List.of("sym", "price", "nr"), trades(0, 2).columns());
        refusal(owner.send(Batch.of("trade", wrong)), Failure.BAD_ROWS);
        append(owner, 5, 6);
        assertThat(messages(file())).containsExactly(0, 1);
    }

    @Test
    void whatComesWhileTheDiskWorksIsWrittenTogetherAndInOrder() {
        OwnerLogic owner = owner(config(EndOfDay.KEEP, Sync.ALWAYS, columns(), List.of()));
        owner.host().holdDisk();
        List<Future<AppendReply>> replies = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            replies.add(send(owner, i, i + 1));
        }
        assertThat(owner.host().runDisk()).isTrue();
        assertThat(replies.get(0).result()).isEqualTo(appended(0, 1, 0));
        assertThat(replies.get(1).isComplete()).isFalse();
        assertThat(owner.host().runDisk()).isTrue();
        assertThat(owner.host().runDisk()).isFalse();
        assertThat(replies.get(8).result()).isEqualTo(appended(8, 1, 0));
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 9));
        owner.topics().close();
        owner.host().releaseDisk();
        assertThat(owner().rows("trade")).isEqualTo(trades(0, 9));
    }

    @Test
    void nothingIsInTheTableBeforeItIsInTheFile() {
        OwnerLogic owner = owner();
        owner.host().holdDisk();
        Future<AppendReply> reply = send(owner, 0, 3);
        assertThat(owner.rows("trade").size()).isZero();
        assertThat(reply.isComplete()).isFalse();
        owner.host().releaseDisk();
        assertThat(reply.result()).isEqualTo(appended(0, 3, 0));
    }

    @Test
    void rowsThatMayWaitForTheDiskAreLimited() {
        OwnerLogic owner = owner();
        owner.host().holdDisk();
        Flip most = trades(0, 1 << 20);
        List<Future<AppendReply>> replies = new ArrayList<>();
        for (int i = 0; i < Journal.WAITING_ROWS_MAX >> 20; i++) {
            replies.add(owner.send(Batch.of("trade", most)));
        }
        assertThat(refusal(send(owner, 0, 1), Failure.LIMIT)).contains("4194304 rows wait", file().toString());
        assertThat(replies).noneMatch(Future::isComplete);
        owner.topics().abandon();
        owner.host().releaseDisk();
        assertThat(replies).allMatch(Future::failed);
    }

    @Test
    void intervalForcesOnceAfterAWhile() {
        OwnerLogic owner = owner();
        int timers = owner.host().timers();
        append(owner, 0, 1);
        append(owner, 1, 2);
        assertThat(owner.host().timers()).isEqualTo(timers + 1);
        owner.host().holdDisk();
        owner.advance(Journal.SYNC_MS);
        assertThat(owner.host().runDisk()).isTrue();
        assertThat(owner.host().runDisk()).isFalse();
        assertThat(owner.host().timers()).isEqualTo(timers);
        owner.host().releaseDisk();
    }

    @Test
    void ownerThatStepsDownAcknowledgesNothingMore() {
        OwnerLogic frozen = owner();
        append(frozen, 0, 1);
        frozen.host().holdDisk();
        Future<AppendReply> underWay = send(frozen, 1, 2);
        Future<AppendReply> waiting = send(frozen, 2, 3);
        frozen.topics().abandon();
        refusal(waiting, Failure.UNAVAILABLE);
        frozen.host().releaseDisk();
        refusal(underWay, Failure.UNAVAILABLE);
        assertThat(frozen.rows("trade")).isEqualTo(trades(0, 1));
        assertThat(owner().rows("trade")).isEqualTo(trades(0, 1));
    }

    @Test
    void journalThatCannotBeWrittenAtTheEndIsLetGoAllTheSame() throws IOException {
        OwnerLogic first = owner();
        append(first, 0, 2);
        Path away = dir.resolve("away");
        Files.move(file(), away);
        assertThat(first.topics().abandon().succeeded()).isTrue();
        Files.move(away, file());
        assertThat(owner().rows("trade")).isEqualTo(trades(0, 2));
    }

    @Test
    void ownerThatStopsMakesNoTable() {
        OwnerLogic owner = owner();
        owner.topics().close();
        Throwable refusal = catchThrowable(() -> owner.topics().add("quote", Schema.of(trades(0, 0))));
        assertThat(Failure.NOT_OWNER.isCauseOf(refusal)).isTrue();
    }

    @Test
    void stopAcknowledgesWhatIsUnderWay() {
        OwnerLogic first = owner();
        first.host().holdDisk();
        Future<AppendReply> underWay = send(first, 0, 2);
        Future<Void> closed = first.topics().close();
        assertThat(closed.isComplete()).isFalse();
        first.host().releaseDisk();
        assertThat(underWay.result()).isEqualTo(appended(0, 2, 0));
        assertThat(closed.succeeded()).isTrue();
        assertThat(owner().rows("trade")).isEqualTo(trades(0, 2));
    }

    @Test
    void keyedTableComesBackAsItWas() {
        StoreConfig keyed = config(EndOfDay.KEEP, Sync.NEVER, columns(), List.of("sym"));
        OwnerLogic first = owner(keyed);
        for (int i = 0; i < 60; i += 3) {
            append(first, i, i + 3);
        }
        Flip before = first.rows("trade");
        first.topics().close();
        assertThat(owner(keyed).rows("trade")).isEqualTo(before);
    }

    @Test
    void everyTableHasAFileOfItsOwn() {
        assertThat(FileNames.of("trade")).isEqualTo("trade");
        assertThat(FileNames.of("../x")).isEqualTo("%2E.%2Fx");
        assertThat(FileNames.of("a~1")).isEqualTo("a%7E1");
        assertThat(FileNames.of("trade.lock"))
                .as("no lock of the journal of trade")
                .isEqualTo("trade%2Elock");
        assertThat(FileNames.of("\u00e9")).isEqualTo("%C3%A9");
    }
}
