package io.tickbus.server;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A permission of a q server's user. {@link AccessControl} checks permissions. */
public enum Permission {
    /** The user may query tables and subscribe to them. */
    READ,
    /** The user may append rows to tables. */
    APPEND;

    /** All permissions. A server without passwords gives them to every client. */
    public static final Set<Permission> ALL = Set.of(values());

    /**
     * Parses permissions in the form of a {@link UserFile}: {@code read}, {@code append} or {@code read,append}.
     *
     * @throws IllegalArgumentException with the reason, if a word is no permission
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

    /** Returns the permissions in the form that {@link #parse} reads. */
    public static String text(Set<Permission> permissions) {
        return permissions.stream().sorted().map(Permission::text).collect(Collectors.joining(","));
    }

    /** Returns the permission's name in files and messages. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
