package io.tickbus.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A kind of action that a user may be permitted. {@link Rights} combine permissions with tables. */
public enum Permission {
    /** The user may query tables and subscribe to them. */
    READ,
    /** The user may append rows to tables. */
    APPEND,
    /** The user may change how the program runs, for example its log levels. */
    ADMIN;

    /**
     * Returns the permission with a name.
     *
     * @throws IllegalArgumentException with the permitted names, if no permission has the name
     */
    static Permission of(String name) {
        return Arrays.stream(values())
                .filter(permission -> permission.text().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("\"" + PrintableText.of(name)
                        + "\" is no right; expected "
                        + Arrays.stream(values()).map(Permission::text).collect(Collectors.joining(", "))));
    }

    /** Returns the permission's name in files and messages. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
