package io.tickbus.table;

import io.tickbus.q.Flip;
import io.tickbus.q.SymbolVector;
import java.util.Arrays;
import java.util.BitSet;

/**
 * An index for keys that consist of one symbol. It stores row offsets in pages, by the id of the symbol. Ids are small
 * numbers, and all tables of a process share them. A lookup needs no hash and no comparison. Only the owner's thread
 * uses the index.
 */
final class SymbolIndex implements KeyIndex {
    // A page has 512 ids and takes 4 KB. The first symbol of a page allocates the whole page.
    private static final int PAGE_BITS = 9;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;
    private static final int PAGE_BYTES = Long.BYTES << PAGE_BITS;
    private static final int REFERENCE_BYTES = Integer.BYTES;
    private static final long[] NO_PAGE = {};

    private long[][] pages = {};
    private int count;
    private int pagesMade;

    @Override
    public int count() {
        return count;
    }

    @Override
    public long bytes() {
        return (long) PAGE_BYTES * pagesMade + (long) REFERENCE_BYTES * pages.length;
    }

    @Override
    public long growth(Flip rows) {
        SymbolVector keys = (SymbolVector) rows.column(0);
        BitSet missing = new BitSet();
        for (int row = 0; row < keys.size(); row++) {
            int number = keys.idAt(row) >>> PAGE_BITS;
            if (!hasPage(number)) {
                missing.set(number);
            }
        }
        long list = missing.length() > pages.length ? (long) REFERENCE_BYTES * pagesFor(missing.length() - 1) : 0;
        return (long) PAGE_BYTES * missing.cardinality() + list;
    }

    @Override
    public boolean hasAll(Flip rows) {
        SymbolVector keys = (SymbolVector) rows.column(0);
        for (int row = 0; row < keys.size(); row++) {
            int id = keys.idAt(row);
            if (!hasPage(id >>> PAGE_BITS) || pages[id >>> PAGE_BITS][id & PAGE_MASK] == NONE) {
                return false;
            }
        }
        return true;
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
        return hasPage(number) ? pages[number] : newPage(number);
    }

    private boolean hasPage(int number) {
        return number < pages.length && pages[number] != NO_PAGE;
    }

    private int pagesFor(int number) {
        return Math.max(number + 1, 2 * pages.length);
    }

    private long[] newPage(int number) {
        int known = pages.length;
        if (number >= known) {
            pages = Arrays.copyOf(pages, pagesFor(number));
            Arrays.fill(pages, known, pages.length, NO_PAGE);
        }
        long[] page = new long[1 << PAGE_BITS];
        Arrays.fill(page, NONE);
        pages[number] = page;
        pagesMade++;
        return page;
    }
}
