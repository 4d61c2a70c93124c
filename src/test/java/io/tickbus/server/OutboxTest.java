package io.tickbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final List<Buffer> written = new ArrayList<>();
    private final Deque<Promise<Void>> onTheirWay = new ArrayDeque<>();
    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final List<String> gone = new ArrayList<>();
    private long nowNs;
    private final Outbox outbox =
            new Outbox(this::write, turns::add, new StallTimer(() -> nowNs), () -> {}, () -> gone.add("empty"));

    private Future<Void> write(Buffer bytes) {
        written.add(bytes);
        Promise<Void> promise = Promise.promise();
        onTheirWay.add(promise);
        return promise.future();
    }

    /** The operating system takes all that was written, and the event loop turns. */
    private void turn() {
        while (!onTheirWay.isEmpty()) {
            onTheirWay.remove().complete();
        }
        for (int due = turns.size(); due > 0; due--) {
            turns.remove().run();
        }
    }

    private static Buffer message(int length, int fill) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) fill);
        return Buffer.buffer(bytes);
    }

    private Buffer all() {
        Buffer all = Buffer.buffer();
        written.forEach(all::appendBuffer);
        return all;
    }

    @Test
    void longMessageIsWrittenOneSliceATurn() {
        Buffer message = message(3 * Outbox.SLICE_BYTES + 1, 7);
        outbox.add(message, () -> gone.add("message"));

        for (int slices = 1; slices <= 4; slices++) {
            assertThat(written).hasSize(slices).allMatch(slice -> slice.length() <= Outbox.SLICE_BYTES);
            assertThat(gone).isEmpty();
            turn();
        }
        assertThat(all()).isEqualTo(message);
        assertThat(gone).containsExactly("message", "empty");
        assertThat(outbox.queuedBytes()).isZero();
    }

    @Test
    void whatIsSentBehindALongMessageOrOneInTheMakingWaits() {
        Outbox.Place place = outbox.reserve(100);
        outbox.add(message(10, 2), () -> {});
        assertThat(written).isEmpty();
        assertThat(outbox.queuedBytes()).isEqualTo(110);

        place.fill(message(Outbox.SLICE_BYTES + 5, 1), () -> {});
        outbox.add(message(3, 3), () -> {});
        turn();

        assertThat(written).hasSize(4);
        assertThat(all())
                .isEqualTo(message(Outbox.SLICE_BYTES + 5, 1)
                        .appendBuffer(message(10, 2))
                        .appendBuffer(message(3, 3)));
        turn();
        assertThat(outbox.queuedBytes()).isZero();
    }

    @Test
    void whatIsWrittenAndNotTakenIsUnreadAndWhatIsInTheMakingIsNot() {
        Outbox.Place place = outbox.reserve(0);
        nowNs = 5;
        assertThat(outbox.unreadNs()).isZero();

        place.fill(message(Outbox.SLICE_BYTES + 1, 1), () -> {});
        nowNs = 7;
        assertThat(outbox.unreadNs()).isEqualTo(2);
        turn(); // and the next slice is written
        assertThat(outbox.unreadNs()).isZero();
        nowNs = 10;
        assertThat(outbox.unreadNs()).isEqualTo(3);
        outbox.add(message(1, 2), () -> {});
        assertThat(outbox.unreadNs()).isEqualTo(3);
        turn();
        nowNs = 20;
        assertThat(outbox.unreadNs()).isZero();
    }

    @Test
    void closingLetsGoOfAllOnce() {
        Outbox.Place place = outbox.reserve(0);
        outbox.add(message(10, 2), () -> gone.add("queued"));
        outbox.close();
        place.fill(message(1, 1), () -> gone.add("made too late"));
        outbox.add(message(1, 1), () -> gone.add("sent too late"));
        outbox.close();
        turn();

        assertThat(gone).containsExactly("queued", "made too late", "sent too late");
        assertThat(written).isEmpty();
        assertThat(outbox.queuedBytes()).isZero();
    }
}
