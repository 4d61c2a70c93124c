package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InFlightWindowTest {
    private final AtomicInteger changes = new AtomicInteger();
    private final InFlightWindow window = new InFlightWindow(10, 100, changes::incrementAndGet);

    @Test
    void letsInWhatHasRoom() {
        assertThat(window.tryEnter(6, 6)).isTrue();
        assertThat(window.tryEnter(4, 4)).isTrue();
        assertThat(window.tryEnter(1, 1)).isFalse();
        assertThat(window.isFull()).isTrue();
        assertThat(window.rows()).isEqualTo(10);

        window.leave(1, 1).run();
        assertThat(window.isFull()).isFalse();
        assertThat(window.tryEnter(1, 1)).isTrue();
    }

    @Test
    void batchLargerThanTheWindowGoesAlone() {
        assertThat(window.tryEnter(1, 1)).isTrue();
        assertThat(window.tryEnter(100, 100)).isFalse();
        window.leave(1, 1).run();
        assertThat(window.tryEnter(100, 100)).isTrue();
        assertThat(window.rows()).isEqualTo(100);
    }

    @Test
    void closedWindowLetsEverythingThrough() {
        assertThat(window.tryEnter(10, 10)).isTrue();
        window.close();
        assertThat(window.tryEnter(10, 10)).isTrue();
        assertThat(window.tryEnter(10, 10)).isTrue();
        assertThat(window.rows()).isEqualTo(30);
    }

    @Test
    void whoeverWasRefusedIsToldOnceForEachTime() {
        AtomicInteger told = new AtomicInteger();
        window.onRoom(told::incrementAndGet);
        assertThat(window.tryEnter(8, 8)).isTrue();
        window.leave(1, 1).run();
        assertThat(told).as("nobody was refused").hasValue(0);

        assertThat(window.tryEnter(8, 8)).isFalse();
        assertThat(window.tryEnter(3, 3)).as("it fits, but another was refused").isTrue();
        window.leave(1, 1).run();
        assertThat(told).hasValue(1);
        window.leave(1, 1).run();
        assertThat(told).hasValue(1);
        window.close();
        assertThat(told).as("a stop is told at any rate").hasValue(2);
    }

    @Test
    void bytesAreBoundedAsRowsAre() {
        assertThat(window.tryEnter(1, 1000)).as("alone").isTrue();
        assertThat(window.isFilling()).isTrue();
        assertThat(window.tryEnter(1, 1)).isFalse();
        window.leave(1, 1000).run();
        assertThat(window.tryEnter(1, 60)).isTrue();
        assertThat(window.tryEnter(1, 41)).isFalse();
        assertThat(window.tryEnter(1, 40)).isTrue();
        assertThat(window.bytes()).isEqualTo(100);
    }

    @Test
    void whoeverWaitsIsToldOfEveryChange() {
        assertThat(window.tryEnter(2, 2)).isTrue();
        window.leave(1, 1).run();
        window.leave(1, 1).run();
        assertThat(changes).hasValue(2);
        assertThat(window.isEmpty()).isTrue();
        window.close();
        assertThat(changes).hasValue(3);
    }
}
