package io.tickbus.config;

import io.tickbus.q.QType;
import io.tickbus.q.wire.Connection;
import io.tickbus.q.wire.KeepAlive;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection to q.
 *
 * @param name unique; starts with a letter, then letters, digits, {@code _}, {@code .} and {@code -}
 * @param host where q is
 * @param port 0 for the port that the embedded tickerplant got, which only it can have
 * @param user empty for none
 * @param password null for none
 * @param tls whether the connection is encrypted
 * @param subscription what to ask of q
 * @param threading what kind of thread connects and comes back after failures; the reading is done by few threads for all
 * @param connectTimeoutMs until a connection that is not answered is given up
 * @param reconnectDelayMsMin before the first attempt to connect again
 * @param reconnectDelayMsMax what the delay grows to
 * @param silentMsMax how long q may say nothing before the connection is given up; 0 for ever
 * @param pingMs how long q may say nothing before it is asked whether it is there; 0 for never
 * @param unreachableMsMax how long the network may carry nothing before the connection is given up, in ms; 0 leaves that to the
 *     system
 * @param replay how what was missed is found again
 * @param flow what bounds the rows on their way
 * @param acknowledgeTimeoutMs how long the tables may take to say what they have taken, before it is sent again
 * @param messageBytesMax the longest message taken from q
 * @param stopTimeoutMs how long a stop waits for what was received to be applied
 */
public record SubscriberConfig(
        String name,
        String host,
        int port,
        String user,
        @Nullable Secret password,
        boolean tls,
        SubscriptionConfig subscription,
        Threading threading,
        int connectTimeoutMs,
        int reconnectDelayMsMin,
        int reconnectDelayMsMax,
        int silentMsMax,
        int pingMs,
        int unreachableMsMax,
        ReplayConfig replay,
        FlowConfig flow,
        int acknowledgeTimeoutMs,
        int messageBytesMax,
        int stopTimeoutMs) {
    private static final String NAME = "[A-Za-z][A-Za-z0-9_.-]*";
    private static final String LOOPBACK = "127.0.0.1";

    /**
     * Reads one subscriber by itself: its port is required, and an expression needs {@code columns}.
     *
     * @throws ConfigException with all that is wrong
     */
    public static SubscriberConfig of(Map<String, ?> tree, Map<String, String> environment) {
        var problems = new Problems("");
        var config = from(ConfigSection.root(tree, problems, environment), null, Map.of(), 1);
        problems.throwIfAny();
        return config;
    }

    static SubscriberConfig from(
            ConfigSection section,
            @Nullable TickerplantConfig embedded,
            Map<String, TableConfig> declared,
            int subscribers) {
        TickerplantConfig connected = section.has("host") || section.has("port") ? null : embedded;
        int portMin = embedded == null ? 1 : 0;
        var config = new SubscriberConfig(
                section.requiredText("name"),
                section.host("host", connected == null ? LOOPBACK : connected.reachableHost()),
                section.integer("port", embedded == null ? portMin : embedded.port(), portMin, Limits.PORT_MAX),
                section.text("user", ""),
                section.secret("password"),
                section.flag("tls", false),
                subscription(section, declared),
                section.choice("threading", Threading.PLATFORM),
                section.integer("connectTimeoutMs", 5000, 1, 10 * Limits.MINUTE_MS),
                section.integer("reconnectDelayMsMin", 100, 1, Limits.HOUR_MS),
                section.integer("reconnectDelayMsMax", 10_000, 1, Limits.HOUR_MS),
                section.integer("silentMsMax", 0, 0, Limits.HOUR_MS),
                section.integer("pingMs", 0, 0, Limits.HOUR_MS),
                section.integer("unreachableMsMax", Connection.UNREACHABLE_MS_MAX, 0, Limits.HOUR_MS),
                ReplayConfig.from(section),
                FlowConfig.from(section, subscribers),
                section.integer("acknowledgeTimeoutMs", 5000, 1, Limits.MINUTE_MS),
                Limits.messageBytesMax(section),
                section.integer("stopTimeoutMs", 500, 1, Limits.MINUTE_MS));
        section.reportUnknownKeys();
        section.require(
                section.has("port") || embedded != null, "port", "required, as there is no tickerplant section");
        config.check(section);
        if (connected != null) {
            config.checkFits(connected, section);
        }
        return config;
    }

    /** The same, connecting to another port. */
    public SubscriberConfig withPort(int otherPort) {
        return with(name, otherPort, subscription);
    }

    /** The same under another name, asking for something else. */
    public SubscriberConfig with(String otherName, SubscriptionConfig otherSubscription) {
        return with(otherName, port, otherSubscription);
    }

    private SubscriberConfig with(String otherName, int otherPort, SubscriptionConfig otherSubscription) {
        return new SubscriberConfig(
                otherName,
                host,
                otherPort,
                user,
                password,
                tls,
                otherSubscription,
                threading,
                connectTimeoutMs,
                reconnectDelayMsMin,
                reconnectDelayMsMax,
                silentMsMax,
                pingMs,
                unreachableMsMax,
                replay,
                flow,
                acknowledgeTimeoutMs,
                messageBytesMax,
                stopTimeoutMs);
    }

    private void check(ConfigSection section) {
        section.require(
                name.matches(NAME),
                "name",
                "\"" + name + "\" is no name: a letter, then letters, digits, underscores, dots and dashes");
        section.require(user.indexOf(':') < 0, "user", "a user's name has no colon: it ends the name on the wire");
        String unthreaded = threading.problemOn(Runtime.version().feature());
        section.require(unthreaded == null, "threading", String.valueOf(unthreaded));
        section.require(
                reconnectDelayMsMax >= reconnectDelayMsMin,
                "reconnectDelayMsMax",
                reconnectDelayMsMax + " is less than reconnectDelayMsMin, " + reconnectDelayMsMin);
        section.require(
                silentMsMax == 0 || pingMs < silentMsMax,
                "pingMs",
                pingMs + " is not less than silentMsMax, " + silentMsMax + ": the answer would come too late");
        section.require(
                unreachableMsMax == 0 || unreachableMsMax >= KeepAlive.UNREACHABLE_MS_MIN,
                "unreachableMsMax",
                unreachableMsMax + " is too short to ask more than once; 0 or " + KeepAlive.UNREACHABLE_MS_MIN + " to "
                        + Limits.HOUR_MS + " expected");
    }

    private void checkFits(TickerplantConfig embedded, ConfigSection section) {
        section.require(!tls, "tls", "the embedded tickerplant, which this connects to, has no TLS");
        section.require(
                embedded.users().isEmpty() || embedded.users().containsKey(user),
                "user",
                "\"" + user + "\" is not among tickerplant.users");
    }

    private static SubscriptionConfig subscription(ConfigSection section, Map<String, TableConfig> declared) {
        List<String> names = tables(section);
        List<String> syms = section.texts("syms");
        section.require(
                !section.has("syms") || !syms.isEmpty(),
                "syms",
                "names no symbol; leave it out for all, or list some: [IBM, MSFT]");
        String text = section.text("expression", "");
        String table = section.text("table", "");
        Map<String, QType> own = TableConfig.columns(section.section("columns"));
        if (!section.has("expression")) {
            section.require(!section.has("table"), "table", "only with expression; tables lists what to subscribe to");
            section.require(!section.has("columns"), "columns", "only with expression");
            return new SubscriptionConfig.Tables(names, syms);
        }
        section.require(section.has("table"), "table", "required with expression");
        section.require(!section.has("tables"), "tables", "not with expression: one or the other");
        section.require(!section.has("syms"), "syms", "not with expression: filter in the expression");
        TableConfig known = declared.get(table);
        Map<String, QType> theirs = known == null ? Map.of() : known.columns();
        section.require(
                table.isEmpty() || !own.isEmpty() || !theirs.isEmpty(),
                "table",
                "the columns of " + table + " are not declared: give tables." + table + ".columns, or columns here");
        section.require(
                own.isEmpty() || theirs.isEmpty() || TableConfig.sameColumns(own, theirs),
                "columns",
                "not the same as tables." + table + ".columns");
        return new SubscriptionConfig.Expression(text, table, own.isEmpty() ? theirs : own);
    }

    private static List<String> tables(ConfigSection section) {
        ConfigValue tables = section.value("tables");
        if (tables == null || "all".equals(tables.raw())) {
            return List.of();
        }
        if (!(tables.raw() instanceof List)) {
            tables.problem("expected all or a list of names, as [trade, quote]");
            return List.of();
        }
        List<String> names = section.texts("tables");
        section.require(!names.isEmpty(), "tables", "names no table; write all for all of them");
        return names;
    }
}
