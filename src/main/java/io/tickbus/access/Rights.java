package io.tickbus.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The permissions of a user. Each {@link Permission} applies to all tables or to named tables. {@link UserFile} describes the
 * text form. Immutable.
 */
public final class Rights {
    /** Every permission for all tables. A server without users gives these rights to every client. */
    public static final Rights ALL = of(Permission.values());

    /** No permission. */
    public static final Rights NONE = of();

    /** The tables of each permission. An empty set stands for all tables. */
    private final Map<Permission, Set<String>> tables;

    private Rights(Map<Permission, Set<String>> tables) {
        this.tables = tables;
    }

    /** Returns rights with the given permissions for all tables. */
    public static Rights of(Permission... permissions) {
        Map<Permission, Set<String>> tables = new EnumMap<>(Permission.class);
        for (Permission permission : permissions) {
            tables.put(permission, Set.of());
        }
        return new Rights(tables);
    }

    /**
     * Parses rights, for example {@code read,append} or {@code read=trade,read=quote,admin}. Each word is a permission
     * for all tables, or a permission for one table.
     *
     * @throws IllegalArgumentException with the reason, if a word is no permission, if a table has no name, or if a
     *     permission is given both for all tables and for one
     */
    public static Rights parse(String text) {
        return parse(List.of(text.split(",", -1)));
    }

    /** Parses rights from their words, see {@link #parse(String)}. */
    public static Rights parse(Collection<String> words) {
        Map<Permission, Set<String>> tables = new EnumMap<>(Permission.class);
        for (String word : words) {
            String[] parts = word.strip().split("=", 2);
            Permission permission = Permission.of(parts[0]);
            Set<String> known = tables.get(permission);
            if (known != null && (known.isEmpty() || parts.length == 1)) {
                throw new IllegalArgumentException(
                        "the right " + permission.text() + " is given twice, and once for all tables");
            }
            if (parts.length == 1) {
                tables.put(permission, Set.of());
            } else if (parts[1].matches("[.\\w]+")) {
                tables.computeIfAbsent(permission, none -> new TreeSet<>()).add(parts[1]);
            } else {
                throw new IllegalArgumentException("\"" + PrintableText.of(parts[1]) + "\" is no name of a table");
            }
        }
        return new Rights(tables);
    }

    /** Returns whether the user has a permission for at least one table. */
    public boolean may(Permission permission) {
        return tables.containsKey(permission);
    }

    /** Returns whether the user has a permission for a table. */
    public boolean may(Permission permission, String table) {
        Set<String> permitted = tables.get(permission);
        return permitted != null && (permitted.isEmpty() || permitted.contains(table));
    }

    /** Returns whether the user has a permission for all tables. */
    public boolean mayAll(Permission permission) {
        Set<String> permitted = tables.get(permission);
        return permitted != null && permitted.isEmpty();
    }

    /** Returns the rights of two users together. */
    public Rights plus(Rights other) {
        Map<Permission, Set<String>> sum = new EnumMap<>(Permission.class);
        sum.putAll(tables);
        other.tables.forEach((permission, more) -> sum.merge(permission, more, Rights::union));
        return new Rights(sum);
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Set.of();
        }
        Set<String> all = new TreeSet<>(one);
        all.addAll(other);
        return Collections.unmodifiableSet(all);
    }

    /** Returns the rights in the form that {@link #parse(String)} reads. */
    public String text() {
        return Arrays.stream(Permission.values())
                .filter(tables::containsKey)
                .map(this::text)
                .collect(Collectors.joining(","));
    }

    private String text(Permission permission) {
        Set<String> permitted = tables.getOrDefault(permission, Set.of());
        return permitted.isEmpty()
                ? permission.text()
                : permitted.stream()
                        .map(table -> permission.text() + "=" + table)
                        .collect(Collectors.joining(","));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rights rights && tables.equals(rights.tables);
    }

    @Override
    public int hashCode() {
        return tables.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
