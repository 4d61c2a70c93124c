package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WindowTest {
    @Test
    void waitsUntilThereIsRoom() throws Exception {
        Window window = new Window(10);
        window.enter(6);
        window.enter(4);
        CountDownLatch entered = entering(window, 5);
        window.leave(4);
        assertThat(window.rows()).isEqualTo(6);
        window.leave(6);

        assertThat(entered.await(Rig.LIMIT_MS, TimeUnit.MILLISECONDS)).isTrue();
        assertThat(window.rows()).isEqualTo(5);
    }

    @Test
    void batchLargerThanTheWindowGoesAlone() throws Exception {
        Window window = new Window(10);
        window.enter(1);
        CountDownLatch entered = entering(window, 100);
        window.leave(1);

        assertThat(entered.await(Rig.LIMIT_MS, TimeUnit.MILLISECONDS)).isTrue();
        assertThat(window.rows()).isEqualTo(100);
    }

    @Test
    void closedWindowLetsEverythingThrough() throws Exception {
        Window window = new Window(10);
        window.enter(10);
        CountDownLatch entered = entering(window, 10);
        window.close();

        assertThat(entered.await(Rig.LIMIT_MS, TimeUnit.MILLISECONDS)).isTrue();
        window.enter(10);
        assertThat(window.rows()).isEqualTo(30);
    }

    @Test
    void emptyIsAwaitedForSoLong() throws Exception {
        Window window = new Window(10);
        assertThat(window.awaitEmpty(0)).isTrue();
        window.enter(1);
        assertThat(window.awaitEmpty(1)).isFalse();
        Thread leaving = new Thread(() -> window.leave(1), "test-leaving");
        leaving.start();
        assertThat(window.awaitEmpty(Rig.LIMIT_MS)).isTrue();
        leaving.join();
    }

    /** Another thread that waits at the window already when this returns. */
    private static CountDownLatch entering(Window window, int rows) {
        CountDownLatch entered = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        window.enter(rows);
                        entered.countDown();
                    } catch (InterruptedException impossible) {
                        throw new IllegalStateException(impossible);
                    }
                },
                "test-entering");
        thread.setDaemon(true);
        thread.start();
        Rig.until("waiting", () -> thread.getState() == Thread.State.WAITING);
        assertThat(entered.getCount()).isEqualTo(1);
        return entered;
    }
}
