package io.tickbus.event;

/** Writes whole numbers as JSON on the event bus and over HTTP. */
public final class JsonNumber {
    private static final long SAFE_MAX =
            1L << 53; // the largest range of whole numbers that a double, and therefore JavaScript, holds exactly

    private JsonNumber() {}

    /** Returns the number itself, or its text if it is below -2^53 or above 2^53. */
    public static Object whole(long number) {
        return Math.abs(number) <= SAFE_MAX && number != Long.MIN_VALUE ? (Object) number : Long.toString(number);
    }
}
