package io.tickbus.q;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Describes how columns of a table differ from a schema, in a text for an operator. */
final class SchemaDifference {
    /** The largest number of differences in the text. Further differences are only counted. */
    private static final int NAMED_MAX = 5;

    private final Schema expected;
    private final List<String> names;
    private final List<QType> types;
    private final Map<String, QType> wanted = new HashMap<>();
    private final Set<String> found;
    private final List<String> said = new ArrayList<>();

    private SchemaDifference(Schema expected, List<String> names, List<QType> types) {
        this.expected = expected;
        this.names = names;
        this.types = types;
        this.found = new HashSet<>(names);
        for (int i = 0; i < expected.width(); i++) {
            wanted.put(expected.columns().get(i), expected.types().get(i));
        }
    }

    /**
     * Returns the difference, such as {@code column venue:symbol is new, at position 5}. The names must differ from the
     * schema's names or be in another order.
     *
     * @param names the names of the table's columns
     * @param types one type per name
     */
    static String of(Schema expected, List<String> names, List<QType> types) {
        return new SchemaDifference(expected, names, types).text();
    }

    private String text() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            compare(i, seen.add(names.get(i)));
        }
        for (int i = 0; i < expected.width(); i++) {
            String column = expected.columns().get(i);
            if (!found.contains(column) && !isRenamed(i)) {
                said.add("column " + column + ":" + wanted.get(column) + " is missing");
            }
        }
        if (said.isEmpty()) {
            return "the columns are in another order: " + names + ", " + expected.columns() + " expected";
        }
        int more = said.size() - NAMED_MAX;
        String named = String.join("; ", said.subList(0, Math.min(said.size(), NAMED_MAX)));
        return more > 0 ? named + "; " + more + " more differ" : named;
    }

    private void compare(int index, boolean first) {
        String name = names.get(index);
        QType type = types.get(index);
        QType known = wanted.get(name);
        if (!first) {
            said.add("column " + name + " comes twice");
        } else if (known != null) {
            if (type != known && known != QType.LIST) {
                said.add("column " + name + " is " + type + ", " + known + " expected");
            }
        } else if (isRenamed(index)) {
            said.add("column " + name + " stands in the place of "
                    + expected.columns().get(index));
        } else {
            said.add("column " + name + ":" + type + " is new, at position " + (index + 1));
        }
    }

    /**
     * Returns whether the column at an index was only renamed. The column's type must be the type in the schema. Its
     * new name must not be in the schema, and its old name must not be in the table.
     */
    private boolean isRenamed(int index) {
        return names.size() == expected.width()
                && types.get(index) == expected.types().get(index)
                && !wanted.containsKey(names.get(index))
                && !found.contains(expected.columns().get(index));
    }
}
