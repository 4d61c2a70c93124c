package io.tickbus.bench;

import java.util.Scanner;

/**
 * What the sender is told to send in a round, a line on its standard input.
 *
 * @param sendMs for how long rows become due
 * @param rowsPerSecond on all connections together; 0: as fast as each socket takes it
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

    /** Rows that become due, on all connections. */
    long dueRows() {
        return (long) rowsPerSecond * sendMs / 1000;
    }

    @Override
    public String toString() {
        return shape + " " + sendMs + " " + rowsPerSecond;
    }
}
