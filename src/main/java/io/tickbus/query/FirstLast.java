package io.tickbus.query;

import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.VectorBuilder;
import java.util.Arrays;

/** Computes {@code first} and {@code last} of items of any type. A null counts as an item. */
final class FirstLast implements Accumulator {
    private static final int STALE_ITEMS_MAX = 2 * Scan.CHUNK_ROWS_MAX;

    private final QType type;
    private final boolean first;
    private final int[] picked = new int[Scan.CHUNK_ROWS_MAX];
    // The items of all groups. Items that later items replaced are included, but unused.
    private VectorBuilder items;
    // For each group, the index of its item in the builder plus 1; 0 if the group has no item yet.
    private int[] places = {};

    FirstLast(QType type, boolean first) {
        this.type = type;
        this.first = first;
        this.items = new VectorBuilder(type, 0);
    }

    @Override
    public void reserve(int groups) {
        places = groups > places.length ? Arrays.copyOf(places, Math.max(groups, 2 * places.length)) : places;
    }

    @Override
    public void add(int[] groups, int rows, Operand... operands) {
        // The verb first keeps the item of an earlier chunk. The verb last replaces the item of an earlier chunk.
        int before = first ? 0 : items.size();
        int step = first ? 1 : -1;
        int count = 0;
        int[] all = places;
        for (int i = 0, row = first ? 0 : rows - 1; i < rows; i++, row += step) {
            if (all[groups[row]] <= before) {
                picked[count++] = row;
                all[groups[row]] = items.size() + count;
            }
        }
        items.append(ItemPicker.pick(operands[0].vector(), picked, count));
        if (items.size() > 2 * places.length + STALE_ITEMS_MAX) {
            items = ofGroups(places.length);
            for (int i = 0; i < places.length; i++) {
                places[i] = places[i] == 0 ? 0 : i + 1;
            }
        }
    }

    private VectorBuilder ofGroups(int groups) {
        VectorBuilder found = new VectorBuilder(type, groups);
        for (int i = 0; i < groups; i++) {
            if (places[i] == 0) {
                found.appendNull();
            } else {
                found.append(items.view(places[i] - 1, 1));
            }
        }
        return found;
    }

    @Override
    public QVector result(int groups) {
        return ofGroups(groups).build();
    }
}
