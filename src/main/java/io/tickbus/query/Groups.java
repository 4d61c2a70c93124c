package io.tickbus.query;

import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import java.util.ArrayList;
import java.util.List;

/**
 * Assigns a group number to each row. {@link Grouping} and {@link Scan} use it. Rows with equal items in all {@code by}
 * columns form one group. Belongs to the thread that evaluates the query.
 *
 * <p>The item numbers of the first column are the first group numbers. Each further column splits the groups: each
 * distinct pair of group number and item number gets a new group number.
 */
final class Groups {
    /** The maximum number of groups in one query. */
    static final int GROUPS_MAX = 1 << 22;

    private final List<GroupKeys> keys = new ArrayList<>();
    private final List<LongIds> pairs = new ArrayList<>();
    private int[] ids = new int[0];
    private int[] others = new int[0];

    /** @param types the types of the {@code by} columns. If there are no types, all rows form one group. */
    Groups(List<QType> types) {
        for (QType type : types) {
            keys.add(new GroupKeys(type));
        }
        for (int i = 1; i < types.size(); i++) {
            pairs.add(new LongIds());
        }
    }

    int count() {
        return keys.isEmpty()
                ? 1
                : pairs.isEmpty()
                        ? keys.get(0).items().size()
                        : pairs.get(pairs.size() - 1).count();
    }

    /**
     * Returns the group number of each row. The next call overwrites the array.
     *
     * @param columns the rows' items in the {@code by} columns
     * @param at the position in the query's text that an exception names, from 1
     * @throws QueryException with {@code limit} if there are more than {@link #GROUPS_MAX} groups
     */
    int[] of(List<QVector> columns, int rows, int at) throws QueryException {
        if (ids.length < rows) {
            ids = new int[rows];
            others = new int[rows];
        }
        for (int i = 0; i < columns.size(); i++) {
            keys.get(i).number(columns.get(i), i == 0 ? ids : others);
            if (i > 0) {
                LongIds pair = pairs.get(i - 1);
                for (int row = 0; row < rows; row++) {
                    ids[row] = pair.id((long) ids[row] << Integer.SIZE | others[row]);
                }
            }
        }
        if (count() > GROUPS_MAX) {
            throw QueryException.limit(at, "more than " + GROUPS_MAX + " groups");
        }
        return ids;
    }

    /** Returns the {@code by} columns of the result. Each column has one item for each group. */
    List<QVector> columns() {
        int count = count();
        int[] rest = new int[count];
        for (int i = 0; i < count; i++) {
            rest[i] = i;
        }
        List<QVector> columns = new ArrayList<>();
        for (int i = keys.size() - 1; i >= 0; i--) {
            int[] own = new int[count];
            for (int group = 0; group < count; group++) {
                long pair = i == 0 ? rest[group] : pairs.get(i - 1).word(rest[group]);
                own[group] = (int) pair;
                rest[group] = (int) (pair >>> Integer.SIZE);
            }
            columns.add(0, ItemPicker.pick(keys.get(i).items(), own, count));
        }
        return columns;
    }
}
