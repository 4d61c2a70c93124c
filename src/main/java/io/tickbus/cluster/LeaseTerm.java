package io.tickbus.cluster;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The holder of a lease and its epoch. The cluster's map stores it as text, so that any node can read it. Immutable.
 *
 * @param epoch the holder's epoch; a vacant term keeps it, so that the next epoch is higher
 * @param node the holder's node
 * @param holder a contender of that node
 * @param isVacant whether the holder has reported that it no longer holds the lease
 */
record LeaseTerm(long epoch, String node, String holder, boolean isVacant) implements Serializable {
    private static final int FIELDS = 3;
    private static final String VACANT = "-"; // a prefix of the holder, whose own name never begins with it

    LeaseTerm(long epoch, String node, String holder) {
        this(epoch, node, holder, false);
    }

    static @Nullable LeaseTerm of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        List<String> fields = List.of(text.split(" ", FIELDS));
        String holder = fields.get(2);
        boolean isVacant = holder.startsWith(VACANT);
        return new LeaseTerm(
                Long.parseLong(fields.get(0)),
                fields.get(1),
                isVacant ? holder.substring(VACANT.length()) : holder,
                isVacant);
    }

    String text() {
        return epoch + " " + node + " " + (isVacant ? VACANT : "") + holder;
    }

    /** Returns whether a contender holds the lease or may hold it. */
    boolean isOf(String contender) {
        return !isVacant && holder.equals(contender);
    }

    LeaseTerm vacated() {
        return new LeaseTerm(epoch, node, holder, true);
    }
}
