package io.tickbus.query;

import io.tickbus.q.GeneralList;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import java.util.Arrays;

/**
 * Collects the items of a column that is not an aggregate, in a select with {@code by}. {@link Grouping} uses it. The
 * result has one list for each group, with all items of the group.
 */
final class ItemLists implements Accumulator {
    private final VectorBuilder items;
    private int[] groupOf = {};

    ItemLists(QType type) {
        this.items = new VectorBuilder(type, 0);
    }

    @Override
    public void reserve(int groups) {
        // nothing is stored per group
    }

    @Override
    public void add(int[] groups, int rows, Operand... operands) {
        int before = items.size();
        items.append(operands[0].vector());
        if (before + rows > groupOf.length) {
            groupOf = Arrays.copyOf(groupOf, Math.max(before + rows, 2 * groupOf.length));
        }
        System.arraycopy(groups, 0, groupOf, before, rows);
    }

    @Override
    public QVector result(int groups) {
        int[] starts = new int[groups + 1];
        for (int i = 0; i < items.size(); i++) {
            starts[groupOf[i] + 1]++;
        }
        for (int i = 0; i < groups; i++) {
            starts[i + 1] += starts[i];
        }
        int[] next = Arrays.copyOf(starts, groups);
        int[] rows = new int[items.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[next[groupOf[i]]++] = i;
        }
        QVector ordered = ItemPicker.pick(items.build(), rows, rows.length);
        Value[] lists = new Value[groups];
        for (int i = 0; i < groups; i++) {
            lists[i] = ordered.slice(starts[i], starts[i + 1] - starts[i]);
        }
        return new GeneralList(lists);
    }
}
