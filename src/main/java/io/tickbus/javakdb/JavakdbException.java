package io.tickbus.javakdb;

/**
 * Reports a value that the other side cannot hold. The message names the column, the row and the value, and says what to
 * use instead. Nothing is converted then.
 */
public final class JavakdbException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The row and the column; empty if unknown. */
    private final String place;
    /** The message without the place. */
    private final String reason;

    JavakdbException(String reason) {
        this("", reason);
    }

    private JavakdbException(String place, String reason) {
        super(place.isEmpty() ? reason : place + ": " + reason);
        this.place = place;
        this.reason = reason;
    }

    /** Returns this exception for a value inside an outer value. The outer place comes first in the message. */
    JavakdbException in(String outer) {
        return new JavakdbException(place.isEmpty() ? outer : outer + ", " + place, reason);
    }

    /** Returns this exception for an atom, which was converted as an array of one row. */
    JavakdbException ofAtom() {
        return new JavakdbException(reason);
    }
}
