package io.tickbus.replication;

import io.tickbus.event.WireFields;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.Value;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that has its place among the rows of a partition without being one: it takes a position of its own, so that it is
 * applied once, and in order, as rows are.
 *
 * @param logPosition where the partition stands behind it, if the mark {@link #movesLogPosition}
 * @param date the day that ended; null with all other kinds, or when nobody knows
 * @param rows that are missing; {@link LogPosition#UNKNOWN} when nobody can tell how many; 0 with all other kinds
 * @param reason for an operator; empty where there is nothing to say
 */
public record ControlRecord(
        Kind kind, LogPosition logPosition, @Nullable LocalDate date, long rows, String reason) {
    /** What a mark says. */
    public enum Kind {
        /** The rows that follow are those behind {@link #logPosition}. */
        PLACE,
        /** A day has ended; what follows is of the next log. */
        END_OF_DAY,
        /** A part of a day has ended, as TorQ's tickerplants have it. */
        END_OF_PERIOD,
        /** Rows are missing here. */
        GAP,
        /** What the table holds is not to be trusted: the rows that follow are for a new generation of it. */
        REBUILD,
        /** The new generation is whole, and takes the table's place. */
        REBUILT,
        /** The partition's rows since its last {@link #PLACE} are all that it has: keys that it brought before are gone. */
        SNAPSHOT
    }

    public static ControlRecord place(LogPosition logPosition) {
        return new ControlRecord(Kind.PLACE, logPosition, null, 0, "");
    }

    /**
     * The end of a day.
     *
     * @param next the start of the log that follows
     */
    public static ControlRecord endOfDay(@Nullable LocalDate ended, LogPosition next) {
        return new ControlRecord(Kind.END_OF_DAY, next, ended, 0, "");
    }

    /** The end of a day that does not end the log: the partition stays where it stands. */
    public static ControlRecord endOfDayInsideALog(@Nullable LocalDate ended) {
        return endOfDay(ended, LogPosition.NOWHERE);
    }

    public static ControlRecord endOfPeriod() {
        return new ControlRecord(Kind.END_OF_PERIOD, LogPosition.NOWHERE, null, 0, "");
    }

    /**
     * Rows that nobody can bring.
     *
     * @param rows how many, or {@link LogPosition#UNKNOWN}
     */
    public static ControlRecord gap(long rows, String reason) {
        return new ControlRecord(Kind.GAP, LogPosition.NOWHERE, null, rows, reason);
    }

    public static ControlRecord rebuild(LogPosition start, String reason) {
        return new ControlRecord(Kind.REBUILD, start, null, 0, reason);
    }

    /** The end of a keyed table that was sent whole, behind a mark {@link #logPosition} that began it. */
    public static ControlRecord snapshot() {
        return new ControlRecord(Kind.SNAPSHOT, LogPosition.NOWHERE, null, 0, "");
    }

    public static ControlRecord rebuilt() {
        return new ControlRecord(Kind.REBUILT, LogPosition.NOWHERE, null, 0, "");
    }

    /** Returns whether the partition stands at {@link #logPosition} behind the mark. The other kinds leave it where it is. */
    public boolean movesLogPosition() {
        return kind == Kind.PLACE
                || kind == Kind.REBUILD
                || (kind == Kind.END_OF_DAY && !logPosition.equals(LogPosition.NOWHERE));
    }

    Value toValue() {
        return new GeneralList(
                Atom.symbol(kind.name().toLowerCase(Locale.ROOT)),
                logPosition.toValue(),
                Atom.symbol(date == null ? "" : date.toString()),
                Atom.ofLong(rows),
                ByteVector.chars(reason));
    }

    static ControlRecord of(Value value) {
        WireFields fields = new WireFields((GeneralList) value);
        String date = fields.symbol(2);
        return new ControlRecord(
                Kind.valueOf(fields.symbol(0).toUpperCase(Locale.ROOT)),
                LogPosition.of(fields.value(1)),
                date.isEmpty() ? null : LocalDate.parse(date),
                fields.longAt(3),
                fields.text(4));
    }

    static List<Value> optional(@Nullable ControlRecord controlRecord) {
        return controlRecord == null ? List.of() : List.of(controlRecord.toValue());
    }
}
