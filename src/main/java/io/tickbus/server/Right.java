package io.tickbus.server;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a user may do. */
public enum Right {
    /** Ask questions and subscribe. */
    READ,
    /** Put rows into tables. */
    APPEND;

    /** Every right there is: what anyone has where nobody is asked for a password. */
    public static final Set<Right> ALL = Set.of(values());

    /**
     * Reads rights as they are written in a file of users: {@code read}, {@code append} or both with a comma between.
     *
     * @throws IllegalArgumentException with the reason
     */
    public static Set<Right> parse(String text) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (String word : text.split(",", -1)) {
            rights.add(Arrays.stream(values())
                    .filter(right -> right.text().equals(word.strip()))
                    .findAny()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "\"" + Printable.of(word) + "\" is no right; expected " + text(ALL))));
        }
        return rights;
    }

    /** The rights as {@link #parse} reads them. */
    public static String text(Set<Right> rights) {
        return rights.stream().sorted().map(Right::text).collect(Collectors.joining(","));
    }

    /** As it is written in files and messages. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
