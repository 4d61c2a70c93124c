package io.tickbus.table;

import io.tickbus.q.Flip;
import io.tickbus.q.SymbolVector;
import java.util.Arrays;

/**
 * The index of a key that is one symbol: offsets by the symbol's id, in pages, since ids are small numbers that all tables of
 * a process share. Nothing is hashed or compared, and it grows a page at a time.
 */
final class SymbolIndex implements KeyIndex {
    private static final int PAGE_BITS = 9; // 4 KB: what a symbol costs where its neighbours are in other tables
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;
    private static final long[] NO_PAGE = {};

    private long[][] pages = {};
    private int count;

    @Override
    public int count() {
        return count;
    }

    @Override
    public void put(Flip rows, long offset, long[] before) {
        SymbolVector keys = (SymbolVector) rows.column(0);
        int added = 0;
        for (int row = 0; row < keys.size(); row++) {
            int id = keys.idAt(row);
            long[] page = page(id >>> PAGE_BITS);
            long last = page[id & PAGE_MASK];
            page[id & PAGE_MASK] = offset + row;
            before[row] = last;
            added += last == NONE ? 1 : 0;
        }
        count += added;
    }

    private long[] page(int number) {
        return number < pages.length && pages[number] != NO_PAGE ? pages[number] : newPage(number);
    }

    private long[] newPage(int number) {
        int known = pages.length;
        if (number >= known) {
            pages = Arrays.copyOf(pages, Math.max(number + 1, 2 * known));
            Arrays.fill(pages, known, pages.length, NO_PAGE);
        }
        long[] page = new long[1 << PAGE_BITS];
        Arrays.fill(page, NONE);
        pages[number] = page;
        return page;
    }
}
