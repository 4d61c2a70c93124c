package io.tickbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the architecture: which package may use which, and what only one of them may do. Each rule is also run over
 * {@code io.tickbus.architecture.broken}, classes that break every one of them, so that no rule can go blind.
 */
class ArchitectureTest {
    /** Package -> the packages it may use. A new package starts with a row here. */
    static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            row("", "pipeline record client cluster event config q"), // the entry for applications
            row(
                    "cli",
                    "cli.console cli.log cli.q cli.top pipeline web gateway subscriber tickerplant store client cluster publish query access server metrics event table log logging config q.wire q"),
            row("cli.console", "config"),
            row("cli.log", "cli.console event log config q.wire q"),
            row("cli.q", "cli.console config q.wire q"),
            row("cli.top", "cli.console event config"),
            row("pipeline", "subscriber store gateway tickerplant web event config q"),
            row("web", "access cluster library metrics event logging retry q config"),
            row("gateway", "access chain publish server client metrics event retry q.wire q config"),
            row("chain", "access publish server client metrics event table q.wire q"),
            row("subscriber", "cluster log logging metrics replication event retry q.wire q config"),
            row("tickerplant", "access library publish server log metrics q.wire q config"),
            row("store", "cluster query table log metrics replication event q.wire q config"),
            row("javakdb", "client event q"),
            row("client", "event retry q"),
            row("record", "q"),
            row("cluster", "library config"),
            row("publish", "server log q.wire q"),
            row("query", "table q"),
            row("server", "access config library logging q.wire q"),
            row("access", "library logging config"),
            row("retry", ""),
            row("metrics", "library"),
            row("logging", "library"),
            row("library", ""),
            row("replication", "event q"),
            row("event", "q.wire q"), // rows cross JVMs as q's bytes
            row("table", "q"),
            row("log", "q.wire q"),
            row(
                    "config",
                    "library q.wire q"), // the types of columns are written in q's own names; limits of connections
            row("q.wire", "q"),
            row("q", ""));

    /** They deploy apart from each other, in several JVMs even, so they meet on the event bus only. */
    private static final Set<String> VERTICLE_PACKAGES = Set.of("web", "gateway", "subscriber", "tickerplant", "store");

    private static final ArchitectureRules RULES = new ArchitectureRules("io.tickbus", ARROWS);
    private static final ArchitectureRules BROKEN_RULES =
            new ArchitectureRules("io.tickbus.architecture.broken", ARROWS);

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tickbus");
    private static final JavaClasses BROKEN_CLASSES =
            new ClassFileImporter().importPackages("io.tickbus.architecture.broken");

    static final Set<String> PACKAGES = ARROWS.keySet();

    @ParameterizedTest
    @FieldSource("PACKAGES")
    void packageUsesOnlyThoseBelowIt(String name) {
        RULES.usesOnlyItsArrows(name).check(CLASSES);
    }

    @Test
    void verticlesMeetOnTheEventBusOnly() {
        for (String name : VERTICLE_PACKAGES) {
            Set<String> others = new HashSet<>(VERTICLE_PACKAGES);
            others.remove(name);
            assertThat(ARROWS.get(name)).as(name).doesNotContainAnyElementsOf(others);
        }
    }

    static Stream<ArchRule> rulesForAll() {
        return rules(RULES);
    }

    @ParameterizedTest
    @MethodSource("rulesForAll")
    void ruleHolds(ArchRule rule) {
        rule.check(CLASSES);
    }

    static Stream<ArchRule> rulesThatBrokenClassesBreak() {
        return Stream.concat(
                rules(BROKEN_RULES), Stream.of("q", "config", "q.wire", "query").map(BROKEN_RULES::usesOnlyItsArrows));
    }

    @ParameterizedTest
    @MethodSource("rulesThatBrokenClassesBreak")
    void ruleCanFail(ArchRule rule) {
        assertThatThrownBy(() -> rule.check(BROKEN_CLASSES)).isInstanceOf(AssertionError.class);
    }

    private static Stream<ArchRule> rules(ArchitectureRules rules) {
        return Stream.of(
                rules.nothingOutside(),
                rules.onlyTheJdkIn("q"),
                rules.noVertxIn("table"),
                rules.noVertxIn("log"),
                rules.noVertxIn("query"),
                rules.logbackOnlyIn("logging"),
                rules.noCycles(),
                rules.standardStreamsOnlyIn("cli"),
                rules.exitOnlyIn("cli"),
                rules.everyPackageIsNullMarked());
    }

    private static Map.Entry<String, Set<String>> row(String name, String allowed) {
        return Map.entry(name, allowed.isEmpty() ? Set.of() : Set.of(allowed.split(" ")));
    }
}
