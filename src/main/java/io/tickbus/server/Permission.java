package io.tickbus.server;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a user may do. */
public enum Permission {
    /** Ask questions and subscribe. */
    READ,
    /** Put rows into tables. */
    APPEND;

    /** Every right there is: what anyone has where nobody is asked for a password. */
    public static final Set<Permission> ALL = Set.of(values());

    /**
     * Reads rights as they are written in a file of users: {@code read}, {@code append} or both with a comma between.
     *
     * @throws IllegalArgumentException with the reason
     */
    public static Set<Permission> parse(String text) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (String word : text.split(",", -1)) {
            permissions.add(Arrays.stream(values())
                    .filter(permission -> permission.text().equals(word.strip()))
                    .findAny()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "\"" + PrintableText.of(word) + "\" is no right; expected " + text(ALL))));
        }
        return permissions;
    }

    /** The rights as {@link #parse} reads them. */
    public static String text(Set<Permission> permissions) {
        return permissions.stream().sorted().map(Permission::text).collect(Collectors.joining(","));
    }

    /** As it is written in files and messages. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
