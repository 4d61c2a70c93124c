package io.tickbus.replication;

import io.tickbus.event.WireFields;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.Value;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An event in the row stream of a partition, such as a gap or the end of a day. Subscribers send control records
 * between rows. A control record has its own position, so the owner applies it once and in order. Immutable.
 *
 * @param logPosition the partition's new log position; {@link LogPosition#NOWHERE} if the record does not change the
 *     position
 * @param date the day that ended; null if the day is unknown or the kind is not END_OF_DAY
 * @param rows the number of missing rows, or {@link LogPosition#UNKNOWN}; 0 if the kind is not GAP
 * @param reason why rows are missing or the table is rebuilt, for operators; empty for other kinds
 */
public record ControlRecord(
        Kind kind, LogPosition logPosition, @Nullable LocalDate date, long rows, String reason) {
    public enum Kind {
        /** Sets the log position of the partition. In the log, the rows that follow come after {@link #logPosition}. */
        LOG_POSITION("place"),
        /** A day has ended. The rows that follow belong to the next day. */
        END_OF_DAY("end_of_day"),
        /** A period within a day has ended, as TorQ's tickerplants report it. */
        END_OF_PERIOD("end_of_period"),
        /** Rows are missing at this position. */
        GAP("gap"),
        /**
         * The table's rows may be wrong, so the subscriber sends them again. The rows that follow belong to a new
         * generation of the table.
         */
        REBUILD("rebuild"),
        /** The new generation is complete and replaces the old generation. */
        REBUILT("rebuilt"),
        /**
         * The rows since the last {@link #LOG_POSITION} are a complete snapshot of the partition. The owner deletes all
         * other keys of the partition.
         */
        SNAPSHOT("snapshot");

        private static final Map<String, Kind> BY_WIRE_NAME =
                Stream.of(values()).collect(Collectors.toUnmodifiableMap(kind -> kind.wireName, kind -> kind));

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        /** Returns the kind with the given name in messages. Throws an IllegalArgumentException for an unknown name. */
        private static Kind of(String wireName) {
            Kind kind = BY_WIRE_NAME.get(wireName);
            if (kind == null) {
                throw new IllegalArgumentException("no control record is called " + wireName);
            }
            return kind;
        }
    }

    /**
     * Returns a record that sets the partition's log position. In the log, the rows that follow come after this
     * position.
     */
    public static ControlRecord atLogPosition(LogPosition logPosition) {
        return new ControlRecord(Kind.LOG_POSITION, logPosition, null, 0, "");
    }

    /**
     * Returns the record for the end of a day after which the tickerplant writes a new log.
     *
     * @param ended the day that ended; null if the day is unknown
     * @param next the start of the next log
     */
    public static ControlRecord endOfDay(@Nullable LocalDate ended, LogPosition next) {
        return new ControlRecord(Kind.END_OF_DAY, next, ended, 0, "");
    }

    /**
     * Returns the record for the end of a day after which the tickerplant still writes the same log. The partition
     * keeps its log position.
     */
    public static ControlRecord endOfDayInsideALog(@Nullable LocalDate ended) {
        return endOfDay(ended, LogPosition.NOWHERE);
    }

    /** Returns the record for the end of a period within a day. */
    public static ControlRecord endOfPeriod() {
        return new ControlRecord(Kind.END_OF_PERIOD, LogPosition.NOWHERE, null, 0, "");
    }

    /**
     * Returns the record for rows that cannot be recovered.
     *
     * @param rows the number of rows, or {@link LogPosition#UNKNOWN}
     */
    public static ControlRecord gap(long rows, String reason) {
        return new ControlRecord(Kind.GAP, LogPosition.NOWHERE, null, rows, reason);
    }

    /** Returns the record for the start of a rebuild. In the log, the rows that follow come after {@code start}. */
    public static ControlRecord rebuild(LogPosition start, String reason) {
        return new ControlRecord(Kind.REBUILD, start, null, 0, reason);
    }

    /**
     * Returns the record for the end of a snapshot of a keyed table. The snapshot consists of all rows since the last
     * {@link Kind#LOG_POSITION}.
     */
    public static ControlRecord snapshot() {
        return new ControlRecord(Kind.SNAPSHOT, LogPosition.NOWHERE, null, 0, "");
    }

    /** Returns the record for the end of a rebuild. */
    public static ControlRecord rebuilt() {
        return new ControlRecord(Kind.REBUILT, LogPosition.NOWHERE, null, 0, "");
    }

    /** Returns whether this record sets the partition's log position to {@link #logPosition}. */
    public boolean movesLogPosition() {
        return kind == Kind.LOG_POSITION
                || kind == Kind.REBUILD
                || (kind == Kind.END_OF_DAY && !logPosition.equals(LogPosition.NOWHERE));
    }

    Value toValue() {
        return new GeneralList(
                Atom.symbol(kind.wireName),
                logPosition.toValue(),
                Atom.symbol(date == null ? "" : date.toString()),
                Atom.ofLong(rows),
                ByteVector.chars(reason));
    }

    static ControlRecord of(Value value) {
        WireFields fields = new WireFields((GeneralList) value);
        String date = fields.symbol(2);
        return new ControlRecord(
                Kind.of(fields.symbol(0)),
                LogPosition.of(fields.value(1)),
                date.isEmpty() ? null : LocalDate.parse(date),
                fields.longAt(3),
                fields.text(4));
    }

    static List<Value> optional(@Nullable ControlRecord controlRecord) {
        return controlRecord == null ? List.of() : List.of(controlRecord.toValue());
    }
}
