package io.tickbus.config;

import static io.tickbus.config.Configs.problems;
import static io.tickbus.config.Configs.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are right by themselves and impossible, or meaningful, together. */
class CombinationTest {
    @TempDir
    Path dir = Path.of("");

    private List<String> subscriber(String keys) {
        return problems(dir, "subscribers: [{name: main, port: 5010, " + keys + "}]");
    }

    @Test
    void subscriberWithoutAPortConnectsToTheEmbeddedTickerplant() {
        var config = read(
                dir, "tickerplant: {host: 0.0.0.0, open: true, port: 0}\nsubscribers: [{name: a}, {name: b, port: 9}]");
        assertThat(config.subscribers())
                .extracting(subscriber -> subscriber.connection().host())
                .containsExactly("127.0.0.1", "127.0.0.1");
        assertThat(config.subscribers())
                .extracting(subscriber -> subscriber.connection().port())
                .containsExactly(0, 9);
        config = read(
                dir,
                "tickerplant: {host: 10.0.0.7, open: true, port: 7}\nsubscribers: [{name: a}, {name: b, port: 9}]");
        assertThat(config.subscribers())
                .extracting(subscriber -> subscriber.connection().host())
                .containsExactly("10.0.0.7", "127.0.0.1");
        assertThat(config.subscribers())
                .extracting(subscriber -> subscriber.connection().port())
                .containsExactly(7, 9);
    }

    @Test
    void subscriberThatTheEmbeddedTickerplantWouldRefuseIsReported() {
        String yaml = """
                        users: conf/users
                        tickerplant: {}
                        subscribers:
                        - {name: a, tls: true}
                        """;
        assertThat(problems(dir, yaml, Map.of()))
                .containsExactly(
                        "pipeline.yaml:4: subscribers[0].tls:"
                                + " the embedded tickerplant, which this connects to, has no TLS",
                        "pipeline.yaml:4: subscribers[0].user: required, as the embedded tickerplant has users:"
                                + " one of conf/users");
        assertThat(problems(dir, yaml.replace("name: a", "name: a, port: 1"), Map.of()))
                .isEmpty();
    }

    @Test
    void colonInAUsersNameIsReported() {
        assertThat(subscriber("user: 'a:b'")).singleElement().asString().contains("user: a user's name has no colon");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "tickerplant", "web"})
    void serverThatOtherMachinesReachNeedsUsersAndTls(String section) {
        assertThat(problems(dir, "tables: {n: {columns: {a: long}}}\n" + section + ": {host: 0.0.0.0}", Map.of()))
                .singleElement()
                .isEqualTo("pipeline.yaml:2: " + section + ".host: other machines can connect to 0.0.0.0;"
                        + " add users: conf/users, and tls: {keyStore: FILE, password: {env: NAME}},"
                        + " or open: true if everybody may");
        assertThat(problems(
                        dir,
                        "users: conf/users\ntables: {n: {columns: {a: long}}}\n" + section + ": {host: '::'}",
                        Map.of()))
                .singleElement()
                .asString()
                .contains("; add tls: {keyStore: FILE, password: {env: NAME}}, or");
        for (String safe : new String[] {"{host: 10.0.0.1, open: true}", "{host: localhost}", "{host: 127.0.0.2}"}) {
            assertThat(problems(dir, "tables: {n: {columns: {a: long}}}\n" + section + ": " + safe, Map.of()))
                    .isEmpty();
        }
    }

    @Test
    void nodeThatOtherMachinesReachSaysHowItsPortsAreProtected() {
        String tables = "tables: {n: {columns: {a: long}}}\n";
        assertThat(problems(dir, tables + "cluster: {host: 10.0.0.1}", Map.of()))
                .containsExactly("pipeline.yaml:2: cluster.host: other machines can connect to 10.0.0.1;"
                        + " add cluster.tls (or cluster.open: true if every program there may use the event bus),"
                        + " and cluster.trustedNetwork: true if only trusted programs reach Hazelcast's port 5701");
        assertThat(problems(dir, tables + "cluster: {host: 10.0.0.1, open: true}", Map.of()))
                .containsExactly("pipeline.yaml:2: cluster.host: other machines can connect to 10.0.0.1;"
                        + " add cluster.trustedNetwork: true if only trusted programs reach Hazelcast's port 5701");
        assertThat(problems(dir, tables + "cluster: {host: 10.0.0.1, trustedNetwork: true}", Map.of()))
                .containsExactly("pipeline.yaml:2: cluster.host: other machines can connect to 10.0.0.1;"
                        + " add cluster.tls (or cluster.open: true if every program there may use the event bus)");
        assertThat(problems(dir, tables + "cluster: {host: a, trustedNetwork: true, open: true}", Map.of()))
                .isEmpty();
        assertThat(ClusterConfig.of(Map.of(), Map.of()).withHost("10.0.0.1").exposure())
                .startsWith("other machines can connect to 10.0.0.1");
    }

    @Test
    void tableThatNoSubscriberBringsIsReported() {
        assertThat(problems(dir, """
                        subscribers: [{name: a, port: 1, tables: [trade, quote]}]
                        tables:
                          trde: {keys: [sym]}
                          orders: {}
                          quote: {keys: [sym]}
                          own: {columns: {n: long}}
                        """))
                .containsExactly(
                        "pipeline.yaml:3: tables.trde: no subscriber brings this table, and it has no columns of its own;"
                                + " did you mean trade?",
                        "pipeline.yaml:4: tables.orders: no subscriber brings this table, and it has no columns of its own;"
                                + " known here: trade, quote");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "subscribers: [{name: a, port: 1}]",
                "subscribers: [{name: a, port: 1, tables: all}]",
                "subscribers: [{name: a, port: 1, tables: [trade]}, {name: b, port: 2}]",
                "subscribers: [{name: a, port: 1, expression: x, table: trde, columns: {n: long}}]"
            })
    void tableThatASubscriberHereOrElsewhereMayBringIsRight(String subscribers) {
        assertThat(problems(dir, "tables: {trde: {endOfDay: keep}}\n" + subscribers))
                .isEmpty();
    }

    @Test
    void hostIsANameOrAnAddressAlone() {
        assertThat(subscriber("host: 'h:5010'"))
                .containsExactly(
                        "pipeline.yaml:1: subscribers[0].host: \"h:5010\" is a host and a port; write host: h and port: 5010");
        assertThat(subscriber("host: 'tcp://[::1]:5010'"))
                .singleElement()
                .asString()
                .endsWith("is a host and a port; write host: [::1] and port: 5010");
        assertThat(subscriber("host: 'my host'")).singleElement().asString().contains("\"my host\" is no host;");
        assertThat(
                        problems(
                                dir,
                                "tickerplant: {host: 'x:1'}\ngateway: {host: 'x:1'}\nweb: {host: 'x:1', port: 1}\ncluster: {host: 'x:1'}"))
                .hasSize(4)
                .allMatch(problem -> problem.contains("is a host and a port"));
        assertThat(problems(dir, "tickerplant: {}\nweb: {names: [page.example.com, 'x.org:8080']}"))
                .containsExactly("pipeline.yaml:2: web.names: \"x.org:8080\" is a host and a port; write x.org alone");
        for (String host : List.of("h", "tp.example.com", "10.0.0.1", "::1", "fe80::1%eth0", "[::1]", "my_host-1")) {
            assertThat(subscriber("host: '" + host + "'")).as(host).isEmpty();
        }
    }

    @Test
    void emptyListOfSymsIsReported() {
        assertThat(subscriber("syms: []"))
                .containsExactly(
                        "pipeline.yaml:1: subscribers[0].syms: names no symbol; leave it out for all, or list some:"
                                + " [IBM, MSFT]");
    }

    @Test
    void serversOnOnePortAreReported() {
        assertThat(problems(dir, """
                        tickerplant: {port: 8080}
                        gateway: {host: 0.0.0.0, open: true, port: 8080}
                        web: {host: localhost}
                        cluster: {eventBusPort: 8080}
                        """))
                .containsExactly(
                        "pipeline.yaml:2: gateway.port: 8080 is also the port of tickerplant.port (line 1)",
                        "pipeline.yaml:3: web.port: 8080 is also the port of tickerplant.port (line 1)",
                        "pipeline.yaml:4: cluster.eventBusPort: 8080 is also the port of tickerplant.port (line 1)");
    }

    @Test
    void serversOnOnePortOfDifferentAddressesAreRight() {
        assertThat(problems(
                        dir,
                        "tickerplant: {host: 127.0.0.2, port: 7}\ngateway: {host: 127.0.0.3, port: 7}\nweb: {port: 7}"))
                .isEmpty();
        assertThat(problems(dir, "tickerplant: {port: 0}\ngateway: {port: 0}\nweb: {port: 0}"))
                .isEmpty();
    }

    @Test
    void duplicateSubscriberNameIsReportedWithBothPlaces() {
        assertThat(problems(dir, """
                        tickerplant: {}
                        subscribers:
                        - name: a
                        - name: b
                        - name: a
                        """))
                .containsExactly(
                        "pipeline.yaml:5: subscribers[2].name: \"a\" is also the name of subscribers[0] (line 3)");
    }

    @Test
    void subscriberNameStartsWithALetter() {
        assertThat(problems(dir, "subscribers: [{name: 1a, port: 1}]"))
                .singleElement()
                .asString()
                .contains("subscribers[0].name: \"1a\" is no name: a letter, then");
    }

    @Test
    void maximaAreNotBelowWhatTheyBound() {
        assertThat(subscriber("reconnectDelayMsMin: 500, reconnectDelayMsMax: 400, inFlightRowsMax: 10"))
                .containsExactly(
                        "pipeline.yaml:1: subscribers[0].inFlightRowsMax: 10 is less than batchRowsMax, 65536",
                        "pipeline.yaml:1: subscribers[0].reconnectDelayMsMax: 400 is less than reconnectDelayMsMin, 500");
    }

    @Test
    void pingThatIsAskedTooLateIsOfNoUse() {
        assertThat(subscriber("silentMsMax: 1000, pingMs: 1000"))
                .containsExactly("pipeline.yaml:1: subscribers[0].pingMs: 1000 is not less than silentMsMax, 1000:"
                        + " the answer would come too late");
        assertThat(subscriber("silentMsMax: 1000, pingMs: 400")).isEmpty();
        assertThat(subscriber("pingMs: 400")).isEmpty();
    }

    @Test
    void logPathIsForLogsThatAreReadAsFiles() {
        assertThat(subscriber("logPath: /mnt/tplogs")).isEmpty();
        assertThat(subscriber("replay: ipc, logPath: /mnt/tplogs"))
                .containsExactly("pipeline.yaml:1: subscribers[0].logPath: only with replay: file");
        assertThat(subscriber("replay: disk"))
                .containsExactly(
                        "pipeline.yaml:1: subscribers[0].replay: expected file or ipc or none, found \"disk\"");
    }

    @Test
    void archivedTablesNeedAPlace() {
        assertThat(problems(dir, "tables: {trade: {endOfDay: archive}}"))
                .singleElement()
                .asString()
                .endsWith("store.archiveDir: required, as tables.trade.endOfDay is archive");
        assertThat(problems(dir, "{tables: {trade: {endOfDay: archive}}, store: {archiveDir: data}}"))
                .isEmpty();
    }

    @Test
    void virtualThreadsNeedJava21() {
        assertThat(Threading.VIRTUAL.problemOn(17))
                .isEqualTo("virtual threads need Java 21 or newer, and this is Java 17");
        assertThat(Threading.VIRTUAL.problemOn(21)).isNull();
        assertThat(Threading.PLATFORM.problemOn(17)).isNull();
        String problem = Threading.VIRTUAL.problemOn(Runtime.version().feature());
        assertThat(subscriber("threading: virtual"))
                .isEqualTo(
                        problem == null ? List.of() : List.of("pipeline.yaml:1: subscribers[0].threading: " + problem));
        assertThat(subscriber("threading: green"))
                .containsExactly(
                        "pipeline.yaml:1: subscribers[0].threading: expected platform or virtual, found \"green\"");
    }

    @Test
    void feedKeysGoWithTheirKind() {
        assertThat(problems(dir, "tickerplant: {feed: {file: a.csv, table: t}}"))
                .containsExactly(
                        "pipeline.yaml:1: tickerplant.feed.file: only with kind: csv",
                        "pipeline.yaml:1: tickerplant.feed.table: only with kind: csv");
        assertThat(problems(dir, "tickerplant: {feed: {kind: csv, seed: 1, symbols: 2}}"))
                .containsExactlyInAnyOrder(
                        "pipeline.yaml:1: tickerplant.feed.seed: not with kind: csv, whose rows are in the file",
                        "pipeline.yaml:1: tickerplant.feed.symbols: not with kind: csv, whose rows are in the file",
                        "pipeline.yaml:1: tickerplant.feed.file: required with kind: csv",
                        "pipeline.yaml:1: tickerplant.feed.table: required with kind: csv");
        assertThat(TickerplantConfig.of(Map.of("feed", Map.of("kind", "csv", "file", "a", "table", "t")), Map.of())
                        .feed())
                .isEqualTo(new FeedConfig.Csv(Path.of("a"), "t", 1000));
        assertThat(TickerplantConfig.of(Map.of("feed", Map.of("kind", "none")), Map.of())
                        .feed())
                .isEqualTo(new FeedConfig.None());
    }

    @Test
    void membersAreHostsWithOrWithoutPorts() {
        assertThat(problems(dir, "tickerplant: {}\ncluster: {members: [a, 'a:5701', '[::1]:5701', 10.0.0.1]}"))
                .isEmpty();
        assertThat(problems(dir, "tickerplant: {}\ncluster: {members: ['a:99999']}"))
                .containsExactly("pipeline.yaml:2: cluster.members: expected a host or host:port, found \"a:99999\"");
    }
}
