package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Value;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.subscriber.FakeOwner.Answer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several connections on few threads: none feels what becomes of another. */
class SocketPollerTest extends RigTest {
    private static final String READER = "tickbus-q-reader-";

    @BeforeEach
    void waitForThreadsOfOtherTests() {
        Rig.until("threads of other tests are gone", () -> Rig.qThreads() == 0);
    }

    @Test
    void fewThreadsReadAllAndAreThereAsLongAsThereAreAny() throws Exception {
        rig.ownTables();
        FakeQ.Peer first = rig.live(rig.config("name", "a"));
        String firstDeployment = rig.deployment();
        FakeQ.Peer second = rig.live(rig.config("name", "b"));
        String secondDeployment = rig.deployment();
        first.push(Rig.upd(1));
        second.push(Rig.upd(2));
        Rig.until("both rows", () -> rig.numbers().length == 2);
        assertThat(readers()).isEqualTo(Math.min(2, SocketPoller.POLLERS_MAX));

        Rig.await(rig.vertx.undeploy(firstDeployment));
        second.push(Rig.upd(3), Rig.upd(4));
        Rig.until("the other one's rows", () -> rig.numbers().length == 4);

        Rig.await(rig.vertx.undeploy(secondDeployment));
        Rig.until("no thread", () -> Rig.qThreads() == 0);
        rig.live(rig.config("name", "c")).push(Rig.upd(5));
        Rig.until("a row of the next one", () -> rig.numbers().length == 5);
    }

    @Test
    void oneWhoseWindowIsFullHoldsNoOtherUp() throws Exception {
        AtomicInteger ofTheFull = new AtomicInteger();
        FakeOwner owner = new FakeOwner(rig, batch -> {
            boolean isFull = batch.partition().equals("full");
            ofTheFull.addAndGet(isFull ? batch.rows().size() : 0);
            return isFull ? Answer.IGNORE : Answer.APPLY;
        });
        FakeQ.Peer full =
                rig.live(rig.config("name", "full", "batchRowsMax", 1, "inFlightRowsMax", 3, "stopTimeoutMs", 50));
        full.push(messages(1000));
        Rig.until("full", () -> ofTheFull.get() == 3);

        rig.live(rig.config("name", "b")).push(messages(1000));
        Rig.until("all rows of the other", () -> owner.numbers.size() == 1000);
        assertThat(owner.numbers)
                .containsExactlyElementsOf(LongStream.range(0, 1000).boxed().toList());
        assertThat(ofTheFull).hasValue(3);
    }

    @Test
    void oneThatBreaksBreaksAlone() throws Exception {
        rig.ownTables();
        FakeQ.Peer broken = rig.live(rig.config("name", "a"));
        FakeQ.Peer sound = rig.live(rig.config("name", "b"));
        broken.write(new byte[] {1, 9, 0, 0, 20, 0, 0, 0});
        assertThat(broken.endsNext()).isTrue();
        sound.push(Rig.upd(1), Rig.upd(2));
        rig.untilNumbersAre(1, 2);
        assertThat(rig.reasons()).singleElement().asString().contains("malformed message");

        rig.live().push(Rig.upd(3));
        Rig.until("the row after it came back", () -> rig.numbers().length == 3);
    }

    private static Value[] messages(int count) {
        return LongStream.range(0, count).mapToObj(Rig::upd).toArray(Value[]::new);
    }

    private static long readers() {

        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(READER))
                .count();
    }
}
