package io.tickbus.config;

import io.tickbus.config.SubscriptionConfig.Expression;
import io.tickbus.config.SubscriptionConfig.Tables;
import io.tickbus.library.OptionalLibrary;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolBounds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration of one program. Immutable.
 *
 * @param tickerplant the embedded tickerplant, or null for no tickerplant
 * @param subscribers the subscribers, one for each connection to q, with distinct names
 * @param store the tables and their limits
 * @param gateway the server for q clients, or null for no gateway
 * @param web the web server with the page, metrics and health, or null for no web server
 * @param cluster the cluster settings. Only a member of a cluster uses them.
 * @param symbols the limits for symbols in the process
 * @param status the settings of the status line
 */
public record PipelineConfig(
        @Nullable TickerplantConfig tickerplant,
        List<SubscriberConfig> subscribers,
        StoreConfig store,
        @Nullable GatewayConfig gateway,
        @Nullable WebConfig web,
        ClusterConfig cluster,
        SymbolBounds symbols,
        StatusConfig status) {
    private static final int FILE_BYTES_MAX = 1024 * 1024;

    /**
     * Checks and copies the components.
     *
     * @param tickerplant see {@link #tickerplant}
     * @param subscribers see {@link #subscribers}
     * @param store see {@link #store}
     * @param gateway see {@link #gateway}
     * @param web see {@link #web}
     * @param cluster see {@link #cluster}
     * @param symbols see {@link #symbols}
     * @param status see {@link #status}
     */
    public PipelineConfig {
        subscribers = List.copyOf(subscribers);
    }

    /**
     * Reads a YAML or JSON file. File names in the configuration are relative to the program's working directory.
     *
     * @param file the YAML or JSON file
     * @param environment the environment variables, for secrets
     * @return the configuration
     * @throws ConfigException with all problems. Each problem has a line and the file's name as the caller gave it.
     */
    public static PipelineConfig read(Path file, Map<String, String> environment) {
        var problems = new Problems(file.toString());
        Object tree = tree(file, problems);
        if (tree == null) {
            throw problems.exception();
        }
        return from(tree, problems, environment);
    }

    /**
     * {@return an exception for problems that were found after the file was read} Each problem gets the file's name and
     * a line of the file.
     *
     * @param file the configuration file
     * @param found the problems, with their paths in the configuration
     */
    public static ConfigException located(Path file, List<Problem> found) {
        var problems = new Problems(file.toString());
        tree(file, problems);
        return new ConfigException(found.stream()
                .map(each -> new Problem(file.toString(), problems.line(each.path()), each.path(), each.message()))
                .toList());
    }

    static @Nullable Object tree(Path file, Problems problems) {
        if (!OptionalLibrary.SNAKEYAML.isPresent()) {
            problems.add(
                    "",
                    OptionalLibrary.missing("a configuration file", List.of(OptionalLibrary.SNAKEYAML.coordinates())));
            return null;
        }
        try {
            Object tree = YamlTree.read(TextFile.read(file, FILE_BYTES_MAX), problems);
            if (tree == null && problems.none()) {
                problems.add("", "is empty");
            }
            return tree;
        } catch (IOException e) {
            problems.add("", String.valueOf(e.getMessage()));
            return null;
        }
    }

    /**
     * Reads a tree of maps and lists, for example from a JSON object.
     *
     * @param tree the keys and values, as maps, lists, texts, numbers and booleans
     * @param environment the environment variables, for secrets
     * @return the configuration
     * @throws ConfigException with all problems
     */
    public static PipelineConfig of(Map<String, ?> tree, Map<String, String> environment) {
        return from(tree, new Problems(""), environment);
    }

    private static PipelineConfig from(Object tree, Problems problems, Map<String, String> environment) {
        var root = ConfigSection.root(tree, problems, environment);
        Path users = root.file("users");
        var tickerplantSection = root.section("tickerplant");
        var tickerplant = root.has("tickerplant") ? TickerplantConfig.from(tickerplantSection, users) : null;
        var store = StoreConfig.from(root);
        List<ConfigSection> sections = root.sections("subscribers");
        List<SubscriberConfig> subscribers = new ArrayList<>();
        for (ConfigSection section : sections) {
            subscribers.add(SubscriberConfig.from(section, tickerplant, store.tables(), sections.size()));
        }
        var gatewaySection = root.section("gateway");
        var gateway = root.has("gateway") ? GatewayConfig.from(gatewaySection, users) : null;
        var webSection = root.section("web");
        var web = root.has("web") ? WebConfig.from(webSection, users) : null;
        var clusterSection = root.section("cluster");
        var config = new PipelineConfig(
                tickerplant,
                subscribers,
                store,
                gateway,
                web,
                ClusterConfig.from(clusterSection),
                SymbolsConfig.from(root.section("symbols")),
                StatusConfig.from(root.section("status")));
        root.reportUnknownKeys();
        config.checkAcross(sections, problems);
        config.checkTablesHaveSubscribers(root.section("tables"));
        List<ListeningAddress> listening = new ArrayList<>();
        if (tickerplant != null) {
            listening.add(new ListeningAddress(
                    tickerplantSection,
                    "port",
                    tickerplant.listener().host(),
                    tickerplant.listener().port()));
        }
        if (gateway != null) {
            listening.add(new ListeningAddress(
                    gatewaySection,
                    "port",
                    gateway.listener().host(),
                    gateway.listener().port()));
        }
        if (web != null) {
            listening.add(new ListeningAddress(
                    webSection, "port", web.listener().host(), web.listener().port()));
        }
        ClusterConfig cluster = config.cluster();
        listening.add(new ListeningAddress(clusterSection, "eventBusPort", cluster.host(), cluster.eventBusPort()));
        ListeningAddress.requireDistinct(listening, problems);
        if (tickerplant == null && subscribers.isEmpty() && store.tables().isEmpty() && problems.none()) {
            problems.add("", "nothing to run: give tickerplant, subscribers or tables");
        }
        problems.throwIfAny();
        return config;
    }

    /** Checks that all subscribers have distinct names, and that subscribers of one table declare equal columns. */
    private void checkAcross(List<ConfigSection> sections, Problems problems) {
        Map<String, ConfigSection> byName = new HashMap<>();
        Map<String, Schema> byTable = new HashMap<>();
        for (int i = 0; i < sections.size(); i++) {
            ConfigSection section = sections.get(i);
            String name = subscribers.get(i).name();
            ConfigSection namesake = byName.putIfAbsent(name, section);
            if (namesake != null) {
                section.require(
                        false, "name", "\"" + name + "\" is also the name of " + problems.withLine(namesake.path("")));
            }
            if (subscribers.get(i).subscription() instanceof Expression expression) {
                Schema schema = new Schema(section, expression.columns());
                Schema first = byTable.putIfAbsent(expression.table(), schema);
                if (first != null && !TableConfig.sameColumns(first.columns, schema.columns)) {
                    section.require(
                            false,
                            section.has("columns") ? "columns" : "table",
                            "not the columns of " + expression.table() + " at "
                                    + problems.withLine(first.section.path("")));
                }
            }
        }
    }

    /**
     * Checks that each declared table has columns or a subscriber. A configuration without subscribers is not checked,
     * because other nodes may run the subscribers.
     */
    private void checkTablesHaveSubscribers(ConfigSection tables) {
        Set<String> subscribed = new LinkedHashSet<>();
        for (SubscriberConfig subscriber : subscribers) {
            if (subscriber.subscription() instanceof Expression expression) {
                subscribed.add(expression.table());
            } else if (subscriber.subscription() instanceof Tables listed) {
                if (listed.names().isEmpty()) {
                    // This subscriber requests all tables, so each table has a subscriber.
                    return;
                }
                subscribed.addAll(listed.names());
            }
        }
        store.tables()
                .forEach((name, table) -> tables.require(
                        subscribed.isEmpty()
                                || subscribed.contains(name)
                                || !table.columns().isEmpty(),
                        name,
                        "no subscriber brings this table, and it has no columns of its own; "
                                + NearestWord.suggestion(name, subscribed)));
    }

    private record Schema(ConfigSection section, Map<String, QType> columns) {}
}
