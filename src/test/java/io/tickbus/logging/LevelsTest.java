package io.tickbus.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.core.joran.spi.JoranException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LevelsTest {
    private final ProgramLog program = new ProgramLog("text");
    private final Levels levels = new Levels(program.context());

    LevelsTest() throws JoranException {}

    @Test
    void loggersWithALevelOfTheirOwnAreListed() {
        assertThat(levels.own())
                .containsEntry("ROOT", "WARN")
                .containsEntry("io.tickbus", "INFO")
                .containsEntry("io.vertx", "WARN")
                .doesNotContainKey("io.tickbus.store");
    }

    @Test
    void levelOfAPackageIsThatOfAllInIt() {
        levels.set("io.tickbus.store", "trace");

        assertThat(levels.own()).containsEntry("io.tickbus.store", "TRACE");
        assertThat(program.logger("io.tickbus.store.Topic").getEffectiveLevel()).hasToString("TRACE");
        assertThat(program.logger("io.tickbus.server.QServer").getEffectiveLevel())
                .hasToString("INFO");
        assertThat(program.logger("org.example").getEffectiveLevel()).hasToString("WARN");
        assertThat(program.logger("io.tickbus.store.Topic").isTraceEnabled()).isTrue();
    }

    @Test
    void levelThatIsTakenAwayIsThatOfTheParentAgain() {
        levels.set("io.tickbus.store", "OFF");
        levels.set("io.tickbus.store", null);

        assertThat(levels.own()).doesNotContainKey("io.tickbus.store");
        assertThat(program.logger("io.tickbus.store").getEffectiveLevel()).hasToString("INFO");
    }

    @Test
    void levelsOfThisJvmAreThoseThatItLogsBy() {
        Levels ofThisJvm = Levels.of();
        Logger log = LoggerFactory.getLogger("io.tickbus.logging.example");
        try {
            ofThisJvm.set(log.getName(), "INFO");
            assertThat(log.isInfoEnabled()).isTrue();
            ofThisJvm.set(log.getName(), "ERROR");
            assertThat(log.isInfoEnabled()).isFalse();
        } finally {
            ofThisJvm.set(log.getName(), null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "DEBGU", "ALL", "INFO,WARN"})
    void unknownLevelIsToldWithThoseThereAre(String level) {
        assertThatThrownBy(() -> levels.set("io.tickbus", level))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown level \"" + level + "\"; there are [OFF, ERROR, WARN, INFO, DEBUG, TRACE]");
        assertThat(levels.own()).containsEntry("io.tickbus", "INFO");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "io..tickbus", "io.tickbus.", "a b", "a\nb", "io/tickbus"})
    void whatIsNoNameOfALoggerIsRefused(String name) {
        assertThatThrownBy(() -> levels.set(name, "INFO"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a logger name: \"" + name + "\"");
    }

    @Test
    void rootNeedsALevel() {
        assertThatThrownBy(() -> levels.set(Levels.ROOT, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ROOT has no parent logger, so it needs a level");
    }

    @Test
    void loggersWithALevelAreBounded() {
        for (int i = levels.own().size(); i < Levels.LOGGERS_MAX; i++) {
            levels.set("io.tickbus.n" + i, "INFO");
        }

        assertThatThrownBy(() -> levels.set("io.tickbus.more", "INFO"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("200 loggers have their own level already");
        assertThatCode(() -> levels.set("io.tickbus", "WARN")).doesNotThrowAnyException();
    }

    @Test
    void loggersThatNobodyLogsToAreBounded() {
        levels.set("io.tickbus.n", "INFO");
        levels.set("io.tickbus.n", null); // it stays
        for (int i = program.context().getLoggerList().size(); i < Levels.LOGGERS_KNOWN_MAX; i++) {
            program.logger("n" + i);
        }

        assertThatThrownBy(() -> levels.set("io.tickbus.more", "INFO"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("unknown logger io.tickbus.more; with 10000 loggers");
        assertThatCode(() -> levels.set("io.tickbus.n", "WARN")).doesNotThrowAnyException();
    }
}
