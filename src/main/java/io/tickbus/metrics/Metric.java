package io.tickbus.metrics;

import org.jspecify.annotations.Nullable;

/**
 * Everything that is measured. The names here are Micrometer's; Prometheus sees {@code tickbus.subscriber.received} in rows,
 * which is counted, as {@code tickbus_subscriber_received_rows_total}.
 */
public enum Metric {
    SUBSCRIBER_STATE(Kind.GAUGE, "subscriber.state", "", "1 for the state that the subscriber is in, 0 for all others"),
    SUBSCRIBER_RECEIVED(
            Kind.COUNTER,
            "subscriber.received",
            "rows",
            "Rows taken from q and its logs, those that came again included"),
    SUBSCRIBER_TAKEN_BACK(
            Kind.COUNTER,
            "subscriber.taken.back",
            "rows",
            "Rows let go of before the owner had them, which come again"),
    SUBSCRIBER_APPLIED(
            Kind.COUNTER, "subscriber.applied", "rows", "Rows that the owner of the tables has acknowledged"),
    SUBSCRIBER_REFUSED(
            Kind.COUNTER, "subscriber.refused", "rows", "Rows that the owner of the tables refused for good"),
    SUBSCRIBER_SENT_BATCHES(
            Kind.COUNTER, "subscriber.sent", "batches", "Batches of rows sent to the owner of the tables"),
    SUBSCRIBER_SENT_BYTES(
            Kind.COUNTER, "subscriber.sent", "bytes", "What the batches sent to the owner took in memory, about"),
    SUBSCRIBER_REJECTED(
            Kind.COUNTER, "subscriber.rejected", "messages", "Messages and batches that were not applied, by reason"),
    SUBSCRIBER_REPEATED(
            Kind.COUNTER,
            "subscriber.repeated",
            "rows",
            "Rows that were pushed once more after the reply to the subscription had them, and that were dropped"),
    SUBSCRIBER_FOREIGN(
            Kind.COUNTER,
            "subscriber.foreign",
            "rows",
            "Rows that q has sent though their syms were not asked for, and that were left out"),
    SUBSCRIBER_MISSING(
            Kind.COUNTER,
            "subscriber.missing",
            "rows",
            "Rows that did not fit and are missing in their table, as far as they could be counted"),
    SUBSCRIBER_GAPS(Kind.COUNTER, "subscriber.gaps", "", "Times that rows were missing and could not be had"),
    SUBSCRIBER_RECONNECTS(
            Kind.COUNTER,
            "subscriber.reconnects",
            "",
            "Times that the subscriber went live again after its first time"),
    SUBSCRIBER_LAG_ROWS(
            Kind.GAUGE, "subscriber.lag", "rows", "Rows received and not yet acknowledged by the owner of the tables"),
    SUBSCRIBER_LAG_SECONDS(
            Kind.GAUGE,
            "subscriber.lag",
            "seconds",
            "The age of the oldest batch sent and not yet acknowledged; while q may hold rows that there was no room"
                    + " for, the time since that began"),
    SUBSCRIBER_SILENCE(
            Kind.GAUGE,
            "subscriber.silence",
            "seconds",
            "Time for which q has said nothing; 0 while the subscriber is not live or has no room for more"),
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
    SUBSCRIBER_IN_FLIGHT_BYTES(
            Kind.GAUGE, "subscriber.in.flight", "bytes", "What the rows in flight take in memory, about"),
    SUBSCRIBER_REPLAY_READ(
            Kind.GAUGE, "subscriber.replay.read", "messages", "Messages read of the log that was replayed last"),
    SUBSCRIBER_REPLAY_EXPECTED(
            Kind.GAUGE,
            "subscriber.replay.expected",
            "messages",
            "Messages to be read of the log that was replayed last; NaN when it is read to its end"),

    TABLES_EPOCH(
            Kind.GAUGE, "tables.epoch", "", "The epoch in which this node owns the tables; absent while another does"),
    TABLES_MEMORY(
            Kind.GAUGE,
            "tables.memory",
            "bytes",
            "What the tables take of tickbus_tables_memory_limit_bytes, as counted"),
    TABLES_MEMORY_MAX(Kind.GAUGE, "tables.memory.limit", "bytes", "What the tables may take in memory"),
    TABLES_MEMORY_FULL(
            Kind.GAUGE,
            "tables.memory.full",
            "",
            "1 while rows leave early, wait or are refused for want of memory, else 0"),
    TABLE_ROWS(Kind.GAUGE, "table", "rows", "Rows in the table, of a keyed one its keys"),
    TABLE_SEGMENTS(Kind.GAUGE, "table", "segments", "Segments that the table's rows are in"),
    TABLE_BYTES(
            Kind.GAUGE,
            "table",
            "bytes",
            "What the table takes in memory: arrays, the index of keys, an estimate of the items of lists; not symbols"),
    TABLE_EVICTED(
            Kind.COUNTER, "table.evicted", "rows", "Rows that left the table early, for want of memory for the tables"),
    TABLE_APPENDED(Kind.COUNTER, "table.appended", "rows", "Rows appended or upserted"),
    TABLE_APPENDS(Kind.COUNTER, "table.appends", "", "Batches and requests whose rows were appended or upserted"),
    TABLE_REFUSED(Kind.COUNTER, "table.refused", "requests", "Batches and requests that were refused, by reason"),
    TABLE_DUPLICATES(Kind.COUNTER, "table.duplicate", "rows", "Rows and marks dropped because they were there already"),
    TABLE_FENCED(Kind.COUNTER, "table.fenced", "rows", "Rows of subscribers that another one has taken the place of"),
    TABLE_GAPS(Kind.GAUGE, "table.gaps", "", "Gaps in the rows that the table now has"),
    TABLE_MISSING(Kind.GAUGE, "table.missing", "rows", "Rows that the table is known to miss"),
    TABLE_REBUILDS(Kind.COUNTER, "table.rebuilds", "", "Rebuilds of the table from a log that have ended"),
    TABLE_DISCARDED(
            Kind.COUNTER, "table.discarded", "rows", "Rows that left the table by rebuilds and did not come back"),
    TABLE_MISSING_UNKNOWN(
            Kind.GAUGE, "table.missing.unknown", "", "1 while the table misses rows that nothing can count, else 0"),
    TABLE_APPEND_TIME(
            Kind.TIMER, "table.append", "seconds", "Time of the owner's thread for an append; one in 17 is measured"),
    TABLE_QUERY_TIME(Kind.TIMER, "table.query", "seconds", "Time from a question about the table to its answer"),

    SYMBOLS(Kind.GAUGE, "symbols", "", "Symbols that this process holds; none is freed while it runs"),
    SYMBOLS_MAX(Kind.GAUGE, "symbols.max", "", "Symbols that this process may hold"),
    SYMBOLS_BYTES(Kind.GAUGE, "symbols", "bytes", "Bytes of the symbols that this process holds"),
    SYMBOLS_MAX_BYTES(Kind.GAUGE, "symbols.max", "bytes", "Bytes of symbols that this process may hold"),

    OUTAGES(
            Kind.GAUGE,
            "outages",
            "",
            "Files of this node that cannot be written now: journals, archives, logs of the tickerplant and the gateway"),

    GATEWAY_CONNECTIONS(Kind.GAUGE, "gateway.connections", "", "Clients that were let in and are still there"),
    GATEWAY_RECEIVED(Kind.COUNTER, "gateway.received", "bytes", "Bytes that clients have sent"),
    GATEWAY_SENT(Kind.COUNTER, "gateway.sent", "bytes", "Bytes that clients were sent"),
    GATEWAY_BUFFERED(
            Kind.GAUGE,
            "gateway.buffered",
            "bytes",
            "Bytes of unfinished requests and unsent answers, all clients together"),
    GATEWAY_REFUSALS(Kind.COUNTER, "gateway.refusals", "", "Clients and messages that were refused, by kind");

    /** How a number behaves. */
    enum Kind {
        /** Only rises, from 0 at the start of what counts it. */
        COUNTER,
        /** Rises and falls. */
        GAUGE,
        /** How many there were, and how long they took together. */
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

    /** Micrometer's name, with the unit: two in different units are two to it. */
    String meterName() {
        return meterName;
    }

    /** Plural, as Prometheus wants it; null when the name says what is counted. */
    @Nullable
    String unit() {
        return unit.isEmpty() ? null : unit;
    }

    /** One sentence for whoever reads {@code /metrics}. */
    String help() {
        return help;
    }
}
