package io.tickbus.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.joran.spi.JoranException;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

class TextLogTest {
    private static final String FORGED = "2026-01-01T00:00:00.000Z INFO  io.tickbus.X all is well";

    private static final Pattern LINE_END = Pattern.compile("\\R");

    private final ProgramLog program = new ProgramLog("text");
    private final Logger log = program.logger("io.tickbus.store.Topic");

    TextLogTest() throws JoranException {}

    private String line() {
        assertThat(program.printed()).hasSize(1);
        return program.printed().get(0);
    }

    @Test
    void eventIsALineOfTimeLevelLoggerMessageAndPairs() {
        log.atWarn()
                .addKeyValue("table", "trade")
                .addKeyValue("position", 12L)
                .addKeyValue("last", true)
                .addKeyValue("reason", (Object) null)
                .log("gap");

        assertThat(line())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ WARN  io\\.tickbus\\.store\\.Topic gap"
                        + " table=\"trade\" position=12 last=true reason=\"null\"\\R");
    }

    @Test
    void eventWithoutPairsEndsWithItsMessage() {
        log.warn("all is well");

        assertThat(line()).matches(".* io\\.tickbus\\.store\\.Topic all is well\\R");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n", "\n\n", "\u0085", "\u2028", "\u2029", "\u000b", "\f", "\n\t"})
    void nobodyForgesALine(String end) {
        log.atWarn().addKeyValue("user", "bob" + end + FORGED).log("access denied");
        log.warn("access denied to {}", "bob" + end + FORGED);
        log.atWarn().setCause(new IllegalStateException("bob" + end + FORGED)).log("failed");

        assertThat(program.printed()).hasSize(3);
        assertThat(program.printed().get(0).strip()).doesNotContain(end);
        assertThat(program.printed().get(1).strip()).doesNotContain(end);
        assertThat(program.printed())
                .allSatisfy(text ->
                        assertThat(LINE_END.splitAsStream(text)).noneMatch(line -> line.startsWith("2026-01-01")));
    }

    @Test
    void nobodyForgesAPair() {
        log.atWarn()
                .addKeyValue("user", "bob\" client=\"10.0.0.1\\")
                .addKeyValue("client", "1.2.3.4")
                .log("access denied");

        assertThat(line().strip())
                .endsWith("access denied user=\"bob\\\" client=\\\"10.0.0.1\\\\\" client=\"1.2.3.4\"");
    }

    @Test
    void nobodyCommandsTheTerminal() {
        log.atWarn().addKeyValue("user", "\u001b[2J\u009b2J\u0007").log("denied \u001b[2J");

        assertThat(line().strip()).endsWith("denied  [2J user=\"\\u001b[2J\\u009b2J\\u0007\"");
    }

    @Test
    void linesOfAStackTraceAreIndented() {
        log.atError().setCause(new IllegalStateException("on purpose")).log("a bug");

        List<String> lines = line().lines().toList();
        assertThat(lines.get(1)).isEqualTo("    java.lang.IllegalStateException: on purpose");
        assertThat(lines.subList(2, lines.size())).isNotEmpty().allMatch(line -> line.startsWith("    \tat "));
    }

    @Test
    void connectionThatALibraryLostIsOneLineWithItsReason() {
        program.logger("io.vertx.core.net.impl.ConnectionBase")
                .error("Connection reset", new SocketException("Connection reset"));

        assertThat(line())
                .matches(".* ERROR i\\.vertx\\.core\\.net\\.impl\\.ConnectionBase Connection reset"
                        + " reason=\"java\\.net\\.SocketException: Connection reset\"\\R");
    }

    @Test
    void otherFailuresOfALibraryHaveTheirTrace() {
        program.logger("io.vertx.core.net.impl.ConnectionBase").error("a bug", new IllegalStateException("on purpose"));

        assertThat(line().lines()).hasSizeGreaterThan(2);
    }

    @Test
    void nodeThatIsGoneIsToldOnceAndNotForEachMessageToIt() {
        Logger bus = program.logger("io.vertx.core.eventbus.impl.clustered.ClusteredEventBus");
        bus.warn("Connecting to server a failed", new ConnectException("Connection refused"));
        bus.warn("Connecting to server a failed", new ConnectException("Connection refused"));
        bus.warn("Connecting to server b failed", new ConnectException("Connection refused"));

        assertThat(program.printed()).hasSize(2);
    }

    @Test
    void clientThatLeavesAClusterIsNoWarning() {
        Logger members = program.logger("com.hazelcast.internal.cluster.impl.MembershipManager");
        members.warn(
                "[127.0.0.1]:5702 [tickbus] [5.6.0] Member [127.0.0.1]:39283 - 6bbd2341 lite is suspected to be dead"
                        + " for reason: No connection");
        program.logger("com.hazelcast.internal.server.tcp.TcpServerConnectionErrorHandler")
                .warn("Removing connection to endpoint [127.0.0.1]:39283");
        assertThat(program.printed()).isEmpty();

        members.warn("[127.0.0.1]:5702 [tickbus] [5.6.0] Member [127.0.0.1]:5701 - 749b7792 is suspected to be dead");
        assertThat(program.printed()).hasSize(1);
    }

    @Test
    void debugIsNotLoggedUntilItIsAskedFor() {
        log.debug("before");
        new Levels(program.context()).set("io.tickbus.store", "debug");
        log.debug("after");

        assertThat(program.printed()).hasSize(2);
        assertThat(program.printed().get(0).strip())
                .endsWith(" INFO  io.tickbus.logging.Levels level set name=\"io.tickbus.store\" to=\"DEBUG\"");
        assertThat(program.printed().get(1)).contains(" DEBUG io.tickbus.store.Topic after");
    }
}
