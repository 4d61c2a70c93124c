package io.tickbus.event;

/** Whole numbers as JSON has them on the bus and over HTTP. */
public final class JsonNumber {
    private static final long SAFE_MAX = 1L << 53; // what a double, and so JavaScript, holds exactly

    private JsonNumber() {}

    /** A number, or past 2^53 on either side a text. */
    public static Object whole(long number) {
        return Math.abs(number) <= SAFE_MAX && number != Long.MIN_VALUE ? (Object) number : Long.toString(number);
    }
}
