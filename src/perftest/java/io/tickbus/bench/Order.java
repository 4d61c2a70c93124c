package io.tickbus.bench;

import java.util.Scanner;

/**
 * The order for a round, as a line on the sender's standard input.
 *
 * @param sendMs the time in which rows are due, in ms
 * @param rowsPerSecond the rate on all connections together; 0 for as fast as each socket accepts bytes
 */
record Order(Shape shape, int sendMs, int rowsPerSecond) {
    static Order fullSpeed(Shape shape, int sendMs) {
        return new Order(shape, sendMs, 0);
    }

    static Order parse(String line) {
        Scanner words = new Scanner(line);
        Shape shape = Shape.parse(words);
        return new Order(shape, words.nextInt(), words.nextInt());
    }

    boolean isPaced() {
        return rowsPerSecond > 0;
    }

    /** Returns the number of due rows on all connections. */
    long dueRows() {
        return (long) rowsPerSecond * sendMs / 1000;
    }

    @Override
    public String toString() {
        return shape + " " + sendMs + " " + rowsPerSecond;
    }
}
