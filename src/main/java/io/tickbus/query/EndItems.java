package io.tickbus.query;

import io.tickbus.q.QType;
import io.tickbus.q.Vector;
import io.tickbus.q.VectorBuilder;
import java.util.Arrays;

/** {@code first} and {@code last}, of any type; nulls count. */
final class EndItems implements Accumulator {
    private final QType type;
    private final boolean first;
    private Vector[] chunks = new Vector[16];
    private int chunkCount;
    private long[] places = {}; // of each group's item: the chunk and one, and the row; 0 where there is none yet

    EndItems(QType type, boolean first) {
        this.type = type;
        this.first = first;
    }

    @Override
    public void reserve(int groups) {
        places = groups > places.length ? Arrays.copyOf(places, Math.max(groups, 2 * places.length)) : places;
    }

    @Override
    public void add(int[] groups, int rows, Items... operands) {
        chunks = chunkCount == chunks.length ? Arrays.copyOf(chunks, 2 * chunkCount) : chunks;
        chunks[chunkCount++] = operands[0].vector();
        long chunk = (long) chunkCount << Integer.SIZE;
        long[] all = places;
        for (int i = 0; i < rows; i++) {
            if (!first || all[groups[i]] == 0) {
                all[groups[i]] = chunk | i;
            }
        }
    }

    @Override
    public Vector result(int groups) {
        VectorBuilder items = new VectorBuilder(type, groups);
        for (int i = 0; i < groups; i++) {
            if (places[i] == 0) {
                items.appendNull();
            } else {
                items.append(chunks[(int) (places[i] >>> Integer.SIZE) - 1].slice((int) places[i], 1));
            }
        }
        return items.build();
    }
}
