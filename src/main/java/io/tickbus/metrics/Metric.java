package io.tickbus.metrics;

import org.jspecify.annotations.Nullable;

/**
 * All metrics of Tickbus, with their names in Micrometer. Prometheus adds the unit to each name, and {@code _total} to
 * the name of a counter. For example, {@code tickbus.subscriber.received} in rows becomes {@code
 * tickbus_subscriber_received_rows_total}.
 */
public enum Metric {
    SUBSCRIBER_STATE(Kind.GAUGE, "subscriber.state", "", "1 for the state that the subscriber is in, 0 for all others"),
    SUBSCRIBER_RECEIVED(
            Kind.COUNTER,
            "subscriber.received",
            "rows",
            "Rows received from q and read from its logs, repeated rows included"),
    SUBSCRIBER_TAKEN_BACK(
            Kind.COUNTER,
            "subscriber.taken.back",
            "rows",
            "Rows discarded before the owner had acknowledged them; they are read again"),
    SUBSCRIBER_APPLIED(
            Kind.COUNTER, "subscriber.applied", "rows", "Rows that the owner of the tables has acknowledged"),
    SUBSCRIBER_REFUSED(
            Kind.COUNTER, "subscriber.refused", "rows", "Rows that the owner of the tables refused for good"),
    SUBSCRIBER_SENT_BATCHES(
            Kind.COUNTER, "subscriber.sent", "batches", "Batches of rows sent to the owner of the tables"),
    SUBSCRIBER_SENT_BYTES(
            Kind.COUNTER, "subscriber.sent", "bytes", "Approximate memory of the batches sent to the owner"),
    SUBSCRIBER_REJECTED(
            Kind.COUNTER, "subscriber.rejected", "messages", "Messages and batches that were not applied, by reason"),
    SUBSCRIBER_REPEATED(
            Kind.COUNTER,
            "subscriber.repeated",
            "rows",
            "Rows that q pushed although its reply to the subscription had contained them; discarded"),
    SUBSCRIBER_FOREIGN(
            Kind.COUNTER,
            "subscriber.foreign",
            "rows",
            "Rows that q sent although their syms were not subscribed to; discarded"),
    SUBSCRIBER_MISSING(
            Kind.COUNTER,
            "subscriber.missing",
            "rows",
            "Rows that could not be decoded or applied and are missing in their table, as far as they could be counted"),
    SUBSCRIBER_GAPS(
            Kind.COUNTER, "subscriber.gaps", "", "Times that rows were missing and could not be read from a log"),
    SUBSCRIBER_RECONNECTS(
            Kind.COUNTER,
            "subscriber.reconnects",
            "",
            "Times that the subscriber became live again after the first time"),
    SUBSCRIBER_LAG_ROWS(
            Kind.GAUGE, "subscriber.lag", "rows", "Rows received and not yet acknowledged by the owner of the tables"),
    SUBSCRIBER_LAG_SECONDS(
            Kind.GAUGE,
            "subscriber.lag",
            "seconds",
            "The age of the oldest batch sent and not yet acknowledged; while reading pauses, at least the time since the"
                    + " pause began"),
    SUBSCRIBER_SILENCE(
            Kind.GAUGE,
            "subscriber.silence",
            "seconds",
            "Time since the last message from q; 0 while the subscriber is not live or reading pauses"),
    SUBSCRIBER_SILENCE_USUAL(
            Kind.GAUGE,
            "subscriber.silence.usual",
            "seconds",
            "The longest silence of q that ended in the last 10 to 20 minutes"),
    SUBSCRIBER_IN_FLIGHT_ROWS(
            Kind.GAUGE,
            "subscriber.in.flight",
            "rows",
            "Rows sent to the owner of the tables and not yet acknowledged"),
    SUBSCRIBER_IN_FLIGHT_BYTES(Kind.GAUGE, "subscriber.in.flight", "bytes", "Approximate memory of the rows in flight"),
    SUBSCRIBER_REPLAY_READ(
            Kind.GAUGE, "subscriber.replay.read", "messages", "Messages read from the last replayed log"),
    SUBSCRIBER_REPLAY_EXPECTED(
            Kind.GAUGE,
            "subscriber.replay.expected",
            "messages",
            "Messages to read from the last replayed log; NaN if it is read to its end"),

    TABLES_EPOCH(
            Kind.GAUGE, "tables.epoch", "", "The epoch in which this node owns the tables; absent while it does not"),
    TABLES_MEMORY(
            Kind.GAUGE,
            "tables.memory",
            "bytes",
            "Counted memory of the tables; tickbus_tables_memory_limit_bytes is the limit"),
    TABLES_MEMORY_MAX(Kind.GAUGE, "tables.memory.limit", "bytes", "The memory limit of the tables"),
    TABLES_MEMORY_FULL(
            Kind.GAUGE,
            "tables.memory.full",
            "",
            "1 while rows are evicted, wait or are refused because the memory limit is reached, else 0"),
    TABLE_ROWS(Kind.GAUGE, "table", "rows", "Rows in the table; for a keyed table, its keys"),
    TABLE_SEGMENTS(Kind.GAUGE, "table", "segments", "Segments that contain the table's rows"),
    TABLE_BYTES(
            Kind.GAUGE,
            "table",
            "bytes",
            "Memory of the table: arrays, the index of keys and an estimate for items of lists, without symbols"),
    TABLE_EVICTED(
            Kind.COUNTER,
            "table.evicted",
            "rows",
            "Rows that left the table early because the memory limit of the tables was reached"),
    TABLE_APPENDED(Kind.COUNTER, "table.appended", "rows", "Rows appended or upserted"),
    TABLE_APPENDS(Kind.COUNTER, "table.appends", "", "Batches and requests whose rows were appended or upserted"),
    TABLE_REFUSED(Kind.COUNTER, "table.refused", "requests", "Batches and requests that were refused, by reason"),
    TABLE_DUPLICATES(
            Kind.COUNTER,
            "table.duplicate",
            "rows",
            "Rows and control records discarded because they were already applied"),
    TABLE_FENCED(
            Kind.COUNTER, "table.fenced", "rows", "Rows refused because a newer subscriber has replaced the sender"),
    TABLE_GAPS(Kind.GAUGE, "table.gaps", "", "Gaps in the rows that the table contains now"),
    TABLE_MISSING(Kind.GAUGE, "table.missing", "rows", "Rows known to be missing in the table"),
    TABLE_REBUILDS(Kind.COUNTER, "table.rebuilds", "", "Finished rebuilds of the table from a log"),
    TABLE_DISCARDED(
            Kind.COUNTER,
            "table.discarded",
            "rows",
            "Rows that rebuilds removed from the table and that the log did not contain"),
    TABLE_MISSING_UNKNOWN(
            Kind.GAUGE, "table.missing.unknown", "", "1 while rows of unknown number are missing in the table, else 0"),
    TABLE_APPEND_TIME(
            Kind.TIMER,
            "table.append",
            "seconds",
            "Time that an append takes on the owner's thread; one append in 17 is measured"),
    TABLE_QUERY_TIME(Kind.TIMER, "table.query", "seconds", "Time from a query of the table to its answer"),

    SYMBOLS(Kind.GAUGE, "symbols", "", "Symbols in this process; none is freed while it runs"),
    SYMBOLS_MAX(Kind.GAUGE, "symbols.max", "", "Symbols that this process may hold"),
    SYMBOLS_BYTES(Kind.GAUGE, "symbols", "bytes", "Bytes of the symbols in this process"),
    SYMBOLS_MAX_BYTES(Kind.GAUGE, "symbols.max", "bytes", "Bytes of symbols that this process may hold"),

    OUTAGES(
            Kind.GAUGE,
            "outages",
            "",
            "Files of this node that cannot be written now: journals, archives, logs of the tickerplant and the gateway"),

    GATEWAY_CONNECTIONS(Kind.GAUGE, "gateway.connections", "", "Clients that are logged in"),
    GATEWAY_RECEIVED(Kind.COUNTER, "gateway.received", "bytes", "Bytes that clients have sent"),
    GATEWAY_SENT(Kind.COUNTER, "gateway.sent", "bytes", "Bytes that clients were sent"),
    GATEWAY_BUFFERED(
            Kind.GAUGE,
            "gateway.buffered",
            "bytes",
            "Bytes of unfinished requests and unsent answers, all clients together"),
    GATEWAY_REFUSALS(Kind.COUNTER, "gateway.refusals", "", "Clients and messages that were refused, by kind");

    /** How the value of a metric changes. */
    enum Kind {
        /** A value that only rises. It begins at 0 when its part of the node starts. */
        COUNTER,
        /** A value that rises and falls. */
        GAUGE,
        /** The number of operations and the total time of all operations. */
        TIMER
    }

    private final Kind kind;
    private final String meterName;
    private final String unit;
    private final String help;

    Metric(Kind kind, String name, String unit, String help) {
        this.kind = kind;
        this.meterName = "tickbus." + name + (kind != Kind.TIMER && !unit.isEmpty() ? "." + unit : "");
        this.unit = unit;
        this.help = help;
    }

    Kind kind() {
        return kind;
    }

    /** Returns the name in Micrometer. The name of a counter or gauge ends with its unit. */
    String meterName() {
        return meterName;
    }

    /** Returns the unit as a plural noun, as Prometheus expects. Returns null if the metric has no unit. */
    @Nullable
    String unit() {
        return unit.isEmpty() ? null : unit;
    }

    /** Returns the description that {@code /metrics} shows. The description is one sentence. */
    String help() {
        return help;
    }
}
