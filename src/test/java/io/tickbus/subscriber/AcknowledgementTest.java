package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.Value;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import io.tickbus.replication.OpenPartition;
import io.tickbus.subscriber.FakeOwner.Answer;
import io.vertx.core.buffer.Buffer;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches whose acknowledgement fails or never comes are sent again: every row once, in order. */
class AcknowledgementTest extends RigTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothingIsLostOrDoubledWhateverIsDropped(long seed) throws Exception {
        Random random = new Random(seed);
        Answer[] answers = Answer.values();
        FakeOwner owner = new FakeOwner(
                rig, batch -> random.nextInt(10) < 8 ? Answer.APPLY : answers[random.nextInt(answers.length)]);
        FakeQ.Peer peer = rig.live(rig.config("batchRowsMax", 5, "acknowledgeTimeoutMs", 100));
        long next = 0;
        Random sizes = new Random(seed);
        for (int message = 0; message < 80; message++) {
            int rows = 1 + sizes.nextInt(12);
            peer.push(Rig.upd(Rig.range(next, next + rows)));
            next += rows;
        }

        long count = next;
        Rig.until("seed " + seed + ": all rows", () -> owner.numbers.size() >= count);
        assertThat(owner.numbers)
                .as("seed " + seed)
                .containsExactlyElementsOf(LongStream.range(0, count).boxed().toList());
        Rig.until("all acknowledged", () -> rig.lastStatus().getLong("applied") == count);
    }

    @Test
    void batchThatGetsNoAnswerIsSentAgain() throws Exception {
        AtomicBoolean lost = new AtomicBoolean();
        FakeOwner owner = new FakeOwner(rig, batch -> lost.getAndSet(true) ? Answer.APPLY : Answer.IGNORE);
        rig.live(rig.config()).push(Rig.upd(1));

        Rig.until("the row", () -> owner.numbers.size() == 1);
        assertThat(owner.batches).containsExactly(1, 1);
    }

    @Test
    void reconnectingDoesNotMoveTheOwnerPastWhatItHasNotTaken() throws Exception {
        AtomicBoolean refusing = new AtomicBoolean(true);
        FakeOwner owner = new FakeOwner(rig, batch -> refusing.get() ? Answer.FAIL : Answer.APPLY);
        FakeQ.Peer peer = rig.live(rig.config());
        peer.push(Rig.upd(1, 2, 3));
        Rig.until("refused", () -> !owner.batches.isEmpty());
        peer.close();
        Rig.until(
                "nothing new before that is taken",
                () -> rig.states().contains("BACKING_OFF the owner of the tables has not taken all that came before"));
        refusing.set(false);
        rig.live().push(Rig.upd(4));

        Rig.until("all rows", () -> owner.numbers.size() >= 4);
        assertThat(owner.numbers).containsExactly(1L, 2L, 3L, 4L);
        assertThat(rig.reasons()).isEmpty();
    }

    @Test
    void newOwnerIsGivenTheTableAndTheGapIsSaidOnce() throws Exception {
        rig.ownTables();
        FakeQ.Peer peer = rig.live(rig.config());
        peer.push(Rig.upd(1, 2));
        rig.untilNumbersAre(1, 2);
        Rig.until("acknowledged", () -> rig.lastStatus().getLong("applied") == 2);
        rig.loseOwner();
        peer.push(Rig.upd(3));
        rig.ownTables();
        peer.push(Rig.upd(4));

        rig.untilNumbersAre(3, 4);
        assertThat(rig.events()).singleElement().satisfies(event -> {
            assertThat(event.getString("event")).isEqualTo("gap");
            assertThat(event.getString("reason")).isEqualTo("the owner no longer has what it had");
        });
    }

    @Test
    void stoppedSubscriberSendsNothingAgain() throws Exception {
        FakeOwner owner = new FakeOwner(rig, batch -> Answer.FAIL);
        rig.live(rig.config("stopTimeoutMs", 20)).push(Rig.upd(1));
        Rig.until("refused", () -> !owner.batches.isEmpty());
        Rig.await(rig.vertx.undeploy(rig.deployment()));
        int before = owner.batches.size();

        // A repeated batch would arrive within this time. The absence of a batch has no event to wait for.
        Rig.await(rig.vertx.timer(3 * InFlight.RECOVER_DELAY_MS, java.util.concurrent.TimeUnit.MILLISECONDS));
        assertThat(owner.batches).hasSize(before);
    }

    @Test
    void stalledOwnerIsSentNoMoreThanTheWindowAndTheRestWaitsAtQ() throws Exception {
        AtomicBoolean stalled = new AtomicBoolean(true);
        FakeOwner owner = new FakeOwner(rig, batch -> stalled.get() ? Answer.IGNORE : Answer.APPLY);
        FakeQ.Peer peer = rig.live(rig.config("batchRowsMax", 10, "inFlightRowsMax", 100));
        Value[] messages = LongStream.range(0, 5000).mapToObj(Rig::upd).toArray(Value[]::new);
        peer.push(messages);

        Rig.until(
                "the window is full",
                () -> owner.batches.stream().mapToInt(n -> n).sum() == 100);
        Rig.until("said", () -> rig.lastStatus().getLong("received") == 110);
        assertThat(rig.lastStatus().getLong("lagRows")).isEqualTo(110);
        assertThat(owner.batches.stream().mapToInt(n -> n).sum()).isEqualTo(100);

        stalled.set(false);
        Rig.until("all rows", () -> owner.numbers.size() >= 5000);
        assertThat(owner.numbers)
                .containsExactlyElementsOf(LongStream.range(0, 5000).boxed().toList());
    }

    @Test
    void rowsThatComeWithTheSubscriptionAreAcknowledgedThoughNothingFollows() throws Exception {
        rig.ownTables();
        rig.deploy(rig.config());
        FakeQ.Peer peer = rig.q.greet();
        peer.read();
        peer.reply(new GeneralList(Atom.symbol("prices"), Rig.prices(1, 2, 3)));

        rig.untilNumbersAre(1, 2, 3);
        Rig.until("acknowledged", () -> rig.lastStatus().getLong("applied") == 3);
    }

    @Test
    void fewRowsOnTheBusDoNotKeepAFullBatchWaiting() throws Exception {
        rig.ownTables();
        rig.deploy(rig.config("batchRowsMax", 10, "inFlightRowsMax", 10));
        FakeQ.Peer peer = rig.q.greet();
        peer.read();
        Value few = new GeneralList(Atom.symbol("prices"), Rig.prices(Rig.range(0, 3)));
        Buffer both = Buffer.buffer(new Message(MessageKind.RESPONSE, few).encode())
                .appendBytes(new Message(MessageKind.ASYNC, Rig.upd(Rig.range(3, 13))).encode());
        peer.write(both.getBytes());

        rig.untilNumbersAre(Rig.range(0, 13));
    }

    @Test
    void whatIsLeftWhenAConnectionBreaksWaitsForTheOtherTablesAcknowledgementOnly() throws Exception {
        rig.ownTables();
        rig.deploy(rig.config("batchRowsMax", 10, "inFlightRowsMax", 10));
        FakeQ.Peer peer = rig.q.greet();
        peer.read();
        peer.reply(new GeneralList(
                new GeneralList(Atom.symbol("few"), Rig.prices()),
                new GeneralList(Atom.symbol("prices"), Rig.prices())));
        Value few = new GeneralList(Atom.symbol("upd"), Atom.symbol("few"), Rig.prices(Rig.range(0, 5)));
        peer.write(Buffer.buffer(new Message(MessageKind.ASYNC, few).encode())
                .appendBytes(new Message(MessageKind.ASYNC, Rig.upd(Rig.range(0, 6))).encode())
                .appendBytes(new byte[] {1, 9, 0, 0, 20, 0, 0, 0})
                .getBytes());

        rig.untilNumbersAre(Rig.range(0, 6));
        rig.q.greet().read(); // it comes back
    }

    @Test
    void manyMessagesInOneReadMakeOneBatch() throws Exception {
        FakeOwner owner = new FakeOwner(rig, batch -> Answer.APPLY);
        FakeQ.Peer peer = rig.live(rig.config());
        peer.push(Rig.upd(0)); // leaves by itself: nothing comes after it
        Rig.until("the first", () -> owner.numbers.size() == 1);
        peer.push(LongStream.range(1, 101).mapToObj(Rig::upd).toArray(Value[]::new));
        Rig.until("the others", () -> owner.numbers.size() == 101);

        assertThat(owner.batches).containsExactly(1, 100);
    }

    @Test
    void batchRowsMaxSplits() throws Exception {
        FakeOwner owner = new FakeOwner(rig, batch -> Answer.APPLY);
        FakeQ.Peer peer = rig.live(rig.config("batchRowsMax", 10));
        peer.push(Rig.upd(Rig.range(0, 4)), Rig.upd(Rig.range(4, 25)));
        Rig.until("all", () -> owner.numbers.size() == 25);

        assertThat(owner.batches).containsExactly(9, 8, 8);
        assertThat(owner.numbers)
                .containsExactlyElementsOf(LongStream.range(0, 25).boxed().toList());
    }

    @Test
    void ownerThatDoesNotAnswerAnOpeningIsGivenUpAndAskedAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Rig.await(rig.vertx
                .eventBus()
                .consumer(OpenPartition.ADDRESS, message -> asked.incrementAndGet())
                .completion());
        rig.deploy(rig.config("acknowledgeTimeoutMs", 200));
        FakeQ.Peer peer = rig.q.greet();
        peer.read();
        peer.reply(new GeneralList(Atom.symbol("prices"), Rig.prices()));

        assertThat(peer.endsNext()).isTrue();
        assertThat(asked).hasValue(1);
        Rig.until(
                "said",
                () -> rig.states().stream()
                        .anyMatch(state -> state.contains("could not be opened at its owner: Timed out")));
    }
}
