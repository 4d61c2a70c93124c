package io.tickbus.event;

/** Converts whole numbers to JSON, for the event bus and for HTTP. */
public final class JsonNumber {
    // 2^53. A double, and therefore JavaScript, represents all whole numbers up to this limit.
    private static final long SAFE_MAX = 1L << 53;

    private JsonNumber() {}

    /**
     * {@return the number, or its text if the number is below -2^53 or above 2^53}
     *
     * @param number a whole number
     */
    public static Object whole(long number) {
        return Math.abs(number) <= SAFE_MAX && number != Long.MIN_VALUE ? (Object) number : Long.toString(number);
    }
}
