package io.tickbus.config;

import static io.tickbus.config.Configs.problems;
import static io.tickbus.config.Configs.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tickbus.q.QType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration of subscriptions and tables. */
class TablesAndColumnsTest {
    @TempDir
    Path dir = Path.of("");

    private List<String> subscriber(String keys) {
        return problems(dir, "subscribers: [{name: main, port: 5010, " + keys + "}]");
    }

    @Test
    void tablesAreAllOrAListOfSome() {
        assertThat(subscriber("tables: all")).isEmpty();
        assertThat(subscriber("tables: trade"))
                .containsExactly(
                        "pipeline.yaml:1: subscribers[0].tables: expected all or a list of names, as [trade, quote]");
        assertThat(subscriber("tables: []"))
                .containsExactly("pipeline.yaml:1: subscribers[0].tables: names no table; write all for all of them");
    }

    @Test
    void expressionExcludesTablesAndSymsAndRequiresATable() {
        assertThat(subscriber("expression: 'f[]', tables: [trade], syms: [IBM]"))
                .containsExactlyInAnyOrder(
                        "pipeline.yaml:1: subscribers[0].tables: not with expression: one or the other",
                        "pipeline.yaml:1: subscribers[0].syms: not with expression: filter in the expression",
                        "pipeline.yaml:1: subscribers[0].table: required with expression");
        assertThat(subscriber("table: trade, columns: {a: long}"))
                .containsExactly(
                        "pipeline.yaml:1: subscribers[0].table: only with expression; tables lists what to subscribe to",
                        "pipeline.yaml:1: subscribers[0].columns: only with expression");
    }

    @Test
    void columnsOfASegmentFitWithTheirHeadersIntoWholeRegionsOfG1() {
        int header = 24; // without compressed class pointers, 16 with them
        for (int cellBytes : List.of(1, 2, 4, 8, 16)) {
            long bytes = (long) TableConfig.DEFAULT.segmentRows() * cellBytes;
            long regions = Long.highestOneBit(bytes) * 2;
            assertThat(bytes + header).isBetween(regions - 16L * header, regions);
        }
    }

    @Test
    void columnsOfAnExpressionAreThoseOfItsTableInOrder() {
        var config = read(
                dir,
                "subscribers: [{name: a, port: 1, expression: 'f[]', table: pair}]\n"
                        + "tables: {pair: {columns: {z: long, a: float, m: list}}}");
        assertThat(config.subscribers().get(0).subscription())
                .isInstanceOfSatisfying(
                        SubscriptionConfig.Expression.class,
                        expression -> assertThat(expression.columns())
                                .containsExactly(
                                        entry("z", QType.LONG), entry("a", QType.FLOAT), entry("m", QType.LIST)));
    }

    @Test
    void loneSubscriberBringsTheColumnsOfItsExpression() {
        var tree = Map.of("name", "a", "port", 1, "expression", "f[]", "table", "pair", "columns", Map.of("a", "long"));
        assertThat(SubscriberConfig.of(tree, Map.of()).subscription())
                .isEqualTo(new SubscriptionConfig.Expression("f[]", "pair", Map.of("a", QType.LONG)));
    }

    @Test
    void expressionWhoseColumnsAreNotDeclaredIsReported() {
        assertThat(subscriber("expression: 'f[]', table: pair"))
                .containsExactly("pipeline.yaml:1: subscribers[0].table: the columns of pair are not declared:"
                        + " give tables.pair.columns, or columns here");
    }

    @Test
    void columnsThatConflictAreReported() {
        String first = "subscribers:\n- {name: a, port: 1, expression: 'f[]', table: t, columns: {a: long, b: long}}\n";
        assertThat(problems(dir, first + "tables: {t: {columns: {b: long, a: long}}}"))
                .containsExactly("pipeline.yaml:2: subscribers[0].columns: not the same as tables.t.columns");
        assertThat(problems(dir, first + "- {name: b, port: 1, expression: 'f[]', table: t, columns: {a: int}}\n"))
                .containsExactly(
                        "pipeline.yaml:3: subscribers[1].columns: not the columns of t at subscribers[0] (line 2)");
    }

    @Test
    void keysAreAmongTheColumnsAndExcludeRetention() {
        assertThat(problems(dir, "tables: {t: {columns: {sym: symbol, a: long}, keys: [syn], retentionRowsMax: 5}}"))
                .containsExactly(
                        "pipeline.yaml:1: tables.t.keys: \"syn\" is not a column; did you mean sym?",
                        "pipeline.yaml:1: tables.t.retentionRowsMax:"
                                + " not with keys: a keyed table keeps the last row of every key");
    }

    @Test
    void unknownTypeListsTheTypesOfQ() {
        assertThat(problems(dir, "tables: {t: {columns: {a: flaot, b: String}}}"))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("pipeline.yaml:1: tables.t.columns.a: \"flaot\" is not a type of q;"
                                        + " did you mean float? (one of ")
                                .contains("boolean, guid, byte", "timespan"),
                        line -> assertThat(line).contains("\"String\" is not a type of q (one of "));
    }

    @Test
    void tablesDeclaredFitTheLimit() {
        assertThat(problems(dir, "tables: {a: {}, b: {}}\nstore: {tablesMax: 1}\n"))
                .containsExactly("pipeline.yaml:2: store.tablesMax: 1 is less than the 2 tables declared");
    }

    @Test
    void rowsOfApplicationsAreKeptInOneWay() {
        assertThat(problems(dir, "tables: {t: {journal: data/journal, append: tickerplant}}"))
                .containsExactly("pipeline.yaml:1: tables.t.journal:"
                        + " not with append: tickerplant, whose own log has the rows; one or the other");
        assertThat(problems(dir, "tables: {t: {journalSync: always}}"))
                .containsExactly("pipeline.yaml:1: tables.t.journalSync: only with journal, which is not given");
        assertThat(problems(dir, "tables: {t: {journal: d, journalSync: often, append: q}}"))
                .containsExactlyInAnyOrder(
                        "pipeline.yaml:1: tables.t.journalSync: expected never or interval or always, found \"often\"",
                        "pipeline.yaml:1: tables.t.append: expected table or tickerplant, found \"q\"");
    }

    @Test
    void journalIsForcedEverySecondUnlessToldOtherwise() {
        var config = read(dir, "tables: {t: {journal: data/journal}, u: {journal: j, journalSync: always}, v: {}}");
        assertThat(config.store().tables().values())
                .extracting(TableConfig::journal)
                .containsExactly(
                        new JournalConfig(Path.of("data/journal"), JournalConfig.Sync.INTERVAL),
                        new JournalConfig(Path.of("j"), JournalConfig.Sync.ALWAYS),
                        null);
    }
}
