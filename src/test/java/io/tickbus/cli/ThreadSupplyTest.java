package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.cli.console.CommandFailure;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A system that gives so many threads, and no more. */
class ThreadSupplyTest {
    private static final int LIMIT_SECONDS = 20;

    private final AtomicInteger left = new AtomicInteger();
    private final Queue<Thread> given = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<OutOfMemoryError> none = new CompletableFuture<>();

    @Test
    void tooFewThreadsFailAtOnceAndNoneOfThemStays() throws InterruptedException {
        left.set(5);
        assertThatThrownBy(() -> ThreadSupply.require(8, this::thread, none::complete))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith(
                        "the system gives this process 5 more threads, and 8 are needed: raise the limit")
                .extracting(failed -> ((CommandFailure) failed).exitCode())
                .isEqualTo(3);
        assertThat(given).hasSize(5);
        for (Thread thread : given) {
            thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(none).isNotDone();
    }

    @Test
    void threadsThatRunOutLaterAreNoticed() throws Exception {
        left.set(10);
        ThreadSupply supply = ThreadSupply.require(8, this::thread, none::complete);
        try (supply) {
            assertThat(none.get(LIMIT_SECONDS, TimeUnit.SECONDS)).hasMessage("none left");
            assertThat(given)
                    .as("those asked for, and those that were looked with")
                    .hasSize(10);
        }
    }

    private Thread thread(Runnable action) {
        return new Thread(action) {
            @Override
            public synchronized void start() {
                if (left.decrementAndGet() < 0) {
                    throw new OutOfMemoryError("none left");
                }
                given.add(this);
                super.start();
            }
        };
    }
}
