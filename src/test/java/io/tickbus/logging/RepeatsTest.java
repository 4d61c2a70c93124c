package io.tickbus.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.joran.spi.JoranException;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class RepeatsTest {
    private static final int COLLECTIONS_MAX = 100;

    private final ProgramLog program = new ProgramLog("text");
    private final Queue<Runnable> due = new ArrayDeque<>();
    private final Repeats repeats = new Repeats(program.logger("io.tickbus.x"), (delayMs, action) -> {
        assertThat(delayMs).isEqualTo(Repeats.LINE_EVERY_MS);
        due.add(action);
        return () -> due.remove(action);
    });

    RepeatsTest() throws JoranException {}

    private void note(String kind, int n) {
        repeats.note(
                Level.WARN,
                kind,
                "refused",
                line -> line.addKeyValue("kind", kind).addKeyValue("n", n));
    }

    /** Returns the lines since the last call, from the message on. */
    private List<String> told() {
        List<String> lines = program.printed().stream()
                .map(line -> line.strip().replaceFirst(".* io.tickbus.x ", ""))
                .toList();
        program.printed().clear();
        return lines;
    }

    private void aMinutePasses() {
        for (int left = due.size(); left > 0; left--) {
            Objects.requireNonNull(due.poll()).run();
        }
    }

    @Test
    void firstIsToldAtOnceAndTheRestAsACountEachMinute() {
        for (int i = 0; i < 1000; i++) {
            note("a", i);
        }
        assertThat(told()).containsExactly("refused kind=\"a\" n=0");

        aMinutePasses();
        assertThat(told()).containsExactly("refused kind=\"a\" n=999 repeated=999");

        note("a", 1000);
        note("a", 1001);
        assertThat(told()).isEmpty();
        aMinutePasses();
        assertThat(told()).containsExactly("refused kind=\"a\" n=1001 repeated=2");
    }

    @Test
    void kindIsForgottenAfterAQuietMinute() {
        note("a", 0);
        aMinutePasses();
        assertThat(due).as("nothing is left to do").isEmpty();
        told();

        note("a", 1);

        assertThat(told()).containsExactly("refused kind=\"a\" n=1");
    }

    @Test
    void anotherKindIsToldAtOnce() {
        note("a", 0);
        note("a", 1);
        note("b", 2);
        note("a", 3);

        assertThat(told()).containsExactly("refused kind=\"a\" n=0", "refused kind=\"b\" n=2");
        aMinutePasses();
        assertThat(told()).containsExactly("refused kind=\"a\" n=3 repeated=2");
    }

    @Test
    void whatIsOverIsToldWithItsCount() {
        note("a", 0);
        note("a", 1);
        note("b", 2);
        told();

        repeats.flush();
        assertThat(told()).containsExactly("refused kind=\"a\" n=1 repeated=1");

        note("a", 3);
        note("a", 4);
        assertThat(told()).containsExactly("refused kind=\"a\" n=3");
        aMinutePasses();
        assertThat(told()).as("once, whatever was due before").containsExactly("refused kind=\"a\" n=4 repeated=1");
    }

    @Test
    void whatIsOverIsHeldByNoTimer() {
        note("a", 0);
        note("a", 1);
        repeats.flush();
        assertThat(due).isEmpty();

        Repeats real = new Repeats(program.logger("io.tickbus.x"));
        Object told = new Object();
        real.note(Level.WARN, "a", "refused", line -> line.addKeyValue("told", told));
        WeakReference<Repeats> held = new WeakReference<>(real);
        real.flush();
        real = null;

        assertThat(isCollected(held)).isTrue();
    }

    private static boolean isCollected(WeakReference<?> held) {
        for (int i = 0; i < COLLECTIONS_MAX && held.get() != null; i++) {
            System.gc();
        }
        return held.get() == null;
    }

    @Test
    void kindsAreBoundedAndWhatIsMoreIsOneKind() {
        for (int i = 0; i < Repeats.KINDS_MAX + 50; i++) {
            note("kind " + i, i);
        }

        assertThat(told()).hasSize(Repeats.KINDS_MAX + 1).last().asString().contains("n=100");
        aMinutePasses();
        assertThat(told()).containsExactly("refused kind=\"kind 149\" n=149 repeated=49");
        aMinutePasses();
        assertThat(due).isEmpty();
    }

    @Test
    void levelIsAskedForWhenItIsTold() {
        note("a", 0);
        note("a", 1);
        new Levels(program.context()).set("io.tickbus.x", "ERROR");
        told();

        aMinutePasses();

        assertThat(told()).isEmpty();
    }
}
