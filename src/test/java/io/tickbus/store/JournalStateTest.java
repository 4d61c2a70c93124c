package io.tickbus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tickbus.config.JournalConfig.Sync;
import org.junit.jupiter.api.Test;

/** Transitions of a journal's state that are legal, and some that are not. */
class JournalStateTest {
    private final JournalState state = new JournalState();

    @Test
    void fileIsOpenedAfterFailedAttemptsAndReadOnce() {
        assertThat(state.isRestoring()).isTrue();
        state.unavailable();
        state.unavailable();
        assertThat(state.isRestoring()).isFalse();
        state.restoring();
        assertThat(state.isRestoring()).isTrue();
        assertThat(state.isOpen()).isTrue();
        state.ready();
        assertThat(state.isRestoring()).isFalse();
        assertThat(state.isOpen()).isTrue();
        assertThatIllegalStateException()
                .isThrownBy(state::restoring)
                .withMessage("a journal cannot become RESTORING when it is READY");
    }

    @Test
    void unreadableFileIsNotOpenedAgain() {
        state.restoring();
        state.unreadable();
        assertThat(state.isOpen()).isFalse();
        assertThatIllegalStateException().isThrownBy(state::restoring);
        assertThatIllegalStateException().isThrownBy(state::unavailable);
    }

    @Test
    void rowsCannotBeReadBeforeTheFileIsOpen() {
        assertThatIllegalStateException().isThrownBy(state::ready);
        assertThatIllegalStateException().isThrownBy(state::unreadable);
    }

    @Test
    void stopGoesForwardOnly() {
        assertThatIllegalStateException().isThrownBy(state::overdue);
        assertThatIllegalStateException().isThrownBy(state::released);
        state.abandon();
        state.close();
        assertThat(state.isAbandoned()).as("closing later takes nothing back").isTrue();
        state.overdue();
        assertThat(state.isClosing()).isTrue();
        assertThat(state.isOverdue()).isTrue();
        state.released();
        state.close();
        assertThat(state.isReleased()).isTrue();
        assertThatIllegalStateException().isThrownBy(state::released);
    }

    @Test
    void forceIsDueOnceAfterTheFirstUnforcedWrite() {
        FakeHost host = new FakeHost();
        SyncSchedule schedule = new SyncSchedule(Sync.INTERVAL, host, () -> {});
        schedule.written();
        schedule.written();
        assertThat(host.timers()).isEqualTo(1);
        assertThatIllegalStateException().isThrownBy(schedule::start).withMessage("forcing is SCHEDULED, not DUE");
        host.advance(Journal.SYNC_MS);
        assertThat(schedule.isDue()).isTrue();
        schedule.start();
        assertThat(schedule.isDue()).isFalse();
        schedule.failed();
        host.advance(Journal.SYNC_MS);
        assertThat(schedule.isDue()).isTrue();
        schedule.forced();
        assertThat(schedule.isDue()).isFalse();
        assertThatIllegalStateException().isThrownBy(schedule::failed);
    }

    @Test
    void forcedWriteLeavesNothingForTheTimer() {
        FakeHost host = new FakeHost();
        SyncSchedule schedule = new SyncSchedule(Sync.INTERVAL, host, () -> {});
        schedule.written();
        schedule.forced();
        host.advance(Journal.SYNC_MS);
        assertThat(schedule.isDue()).isFalse();
    }
}
