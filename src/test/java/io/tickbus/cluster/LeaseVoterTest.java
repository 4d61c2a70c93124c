package io.tickbus.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaseVoterTest {
    private static final String LEASE = "tables";

    private long nowNanos;
    private final LeaseVoter voter = new LeaseVoter(() -> nowNanos);

    private static LeaseClaim claim(String holder, long epoch, long endedEpoch, boolean isRenewal) {
        return claim(holder, epoch, endedEpoch, "a", isRenewal);
    }

    private static LeaseClaim claim(String holder, long epoch, long endedEpoch, String endedHolder, boolean isRenewal) {
        LeaseTerm ended =
                endedEpoch == 0 ? null : new LeaseTerm(endedEpoch, "node of " + endedHolder, endedHolder, true);
        return new LeaseClaim(LEASE, "node of " + holder, holder, epoch, ended, isRenewal);
    }

    private LeaseVote vote(LeaseClaim claim) {
        return voter.vote(claim, true, false);
    }

    private void pass(long ms) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(ms);
    }

    @Test
    void startedNodeGrantsNoNewHolderWhileItMayHavePromisedTheLeaseBefore() {
        pass(LeaseVoter.PROMISE_MS - 1);
        assertThat(vote(claim("a", 7, 0, false)).isGranted()).isFalse();
        pass(1);
        assertThat(vote(claim("a", 7, 0, false))).isEqualTo(new LeaseVote(true, 7));
    }

    @Test
    void startedNodeGrantsRenewalsAndTheOldestNodeGrantsAll() {
        assertThat(vote(claim("a", 7, 0, true)).isGranted()).isTrue();
        assertThat(new LeaseVoter(() -> nowNanos)
                        .vote(claim("a", 7, 0, false), true, true)
                        .isGranted())
                .isTrue();
    }

    @Test
    void promiseLastsFromTheLastRenewal() {
        vote(claim("a", 7, 0, true));
        pass(LeaseVoter.PROMISE_MS - 1);
        vote(claim("a", 7, 0, true));
        pass(LeaseVoter.PROMISE_MS - 1);
        assertThat(vote(claim("b", 8, 0, false))).isEqualTo(new LeaseVote(false, 7));
        pass(1);
        assertThat(vote(claim("b", 8, 0, false))).isEqualTo(new LeaseVote(true, 8));
        assertThat(vote(claim("a", 7, 0, true))).as("replaced").isEqualTo(new LeaseVote(false, 8));
    }

    @Test
    void holderThatHasEndedIsNotWaitedForAndAnotherOneIs() {
        vote(claim("a", 7, 0, true));
        assertThat(vote(claim("c", 9, 8, false)).isGranted()).as("8 has ended").isFalse();
        assertThat(vote(claim("c", 9, 7, "b", false)).isGranted())
                .as("7 has ended, in the hands of another holder")
                .isFalse();
        assertThat(vote(claim("c", 9, 7, false)).isGranted()).as("7 has ended").isTrue();
    }

    @Test
    void anotherHolderOfTheSameEpochAndAnUnknownNodeAreRefused() {
        vote(claim("a", 7, 0, true));
        pass(LeaseVoter.PROMISE_MS);
        assertThat(vote(claim("b", 7, 0, false)).isGranted()).isFalse();
        assertThat(voter.vote(claim("a", 7, 0, true), false, false).isGranted()).isFalse();
    }
}
