package io.tickbus.chaos;

import java.util.Arrays;

/** The numbers of the rows of a log, in ascending order. A row takes few bytes, because a log can have many rows. */
final class Numbered {
    private static final int FIRST_CAPACITY = 1024;

    private long[] numbers = new long[FIRST_CAPACITY];
    private long[] hashes = new long[FIRST_CAPACITY];
    private int size;

    void add(long number, long hash) {
        if (size > 0 && number <= numbers[size - 1]) {
            throw new IllegalArgumentException("row " + number + " is logged behind row " + numbers[size - 1]);
        }
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size);
            hashes = Arrays.copyOf(hashes, 2 * size);
        }
        numbers[size] = number;
        hashes[size++] = hash;
    }

    /** Returns the index of a number, from 0; negative if the log does not have the number. */
    int place(long number) {
        return Arrays.binarySearch(numbers, 0, size, number);
    }

    long hash(int place) {
        return hashes[place];
    }
}
