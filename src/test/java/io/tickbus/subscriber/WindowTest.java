package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WindowTest {
    private final Window window = new Window(10);

    @Test
    void letsInWhatHasRoom() {
        assertThat(window.tryEnter(6)).isTrue();
        assertThat(window.tryEnter(4)).isTrue();
        assertThat(window.tryEnter(1)).isFalse();
        assertThat(window.isFull()).isTrue();
        assertThat(window.rows()).isEqualTo(10);

        window.leave(1);
        assertThat(window.isFull()).isFalse();
        assertThat(window.tryEnter(1)).isTrue();
    }

    @Test
    void batchLargerThanTheWindowGoesAlone() {
        assertThat(window.tryEnter(1)).isTrue();
        assertThat(window.tryEnter(100)).isFalse();
        window.leave(1);
        assertThat(window.tryEnter(100)).isTrue();
        assertThat(window.rows()).isEqualTo(100);
    }

    @Test
    void closedWindowLetsEverythingThrough() {
        assertThat(window.tryEnter(10)).isTrue();
        window.close();
        assertThat(window.tryEnter(10)).isTrue();
        assertThat(window.tryEnter(10)).isTrue();
        assertThat(window.rows()).isEqualTo(30);
    }

    @Test
    void whoeverWasRefusedIsToldOnceForEachTime() {
        AtomicInteger told = new AtomicInteger();
        window.onRoom(told::incrementAndGet);
        assertThat(window.tryEnter(8)).isTrue();
        window.leave(1);
        assertThat(told).as("nobody was refused").hasValue(0);

        assertThat(window.tryEnter(8)).isFalse();
        assertThat(window.tryEnter(3)).as("it fits, but another was refused").isTrue();
        window.leave(1);
        assertThat(told).hasValue(1);
        window.leave(1);
        assertThat(told).hasValue(1);
        window.close();
        assertThat(told).as("a stop is told at any rate").hasValue(2);
    }

    @Test
    void roomIsAwaited() throws Exception {
        assertThat(window.tryEnter(10)).isTrue();
        assertThat(window.tryEnter(1)).isFalse();
        CountDownLatch roomy = awaitingRoom();
        window.leave(10);
        assertThat(roomy.await(Rig.LIMIT_MS, TimeUnit.MILLISECONDS)).isTrue();
    }

    @Test
    void nobodyAwaitsRoomInAClosedWindow() throws Exception {
        assertThat(window.tryEnter(10)).isTrue();
        assertThat(window.tryEnter(1)).isFalse();
        CountDownLatch roomy = awaitingRoom();
        window.close();
        assertThat(roomy.await(Rig.LIMIT_MS, TimeUnit.MILLISECONDS)).isTrue();
    }

    @Test
    void emptyIsAwaitedForSoLong() throws Exception {
        assertThat(window.awaitEmpty(0)).isTrue();
        assertThat(window.tryEnter(1)).isTrue();
        assertThat(window.awaitEmpty(1)).isFalse();
        Thread leaving = new Thread(() -> window.leave(1), "test-leaving");
        leaving.start();
        assertThat(window.awaitEmpty(Rig.LIMIT_MS)).isTrue();
        leaving.join();
    }

    /** Another thread that waits at the window already when this returns. */
    private CountDownLatch awaitingRoom() {
        CountDownLatch roomy = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        window.awaitRoom();
                        roomy.countDown();
                    } catch (InterruptedException impossible) {
                        throw new IllegalStateException(impossible);
                    }
                },
                "test-awaiting");
        thread.setDaemon(true);
        thread.start();
        Rig.until("waiting", () -> thread.getState() == Thread.State.WAITING);
        assertThat(roomy.getCount()).isEqualTo(1);
        return roomy;
    }
}
