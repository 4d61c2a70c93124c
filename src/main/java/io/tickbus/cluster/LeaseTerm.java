package io.tickbus.cluster;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The time during which one contender holds a lease under one epoch. {@link Lease} stores terms as text in the
 * cluster's map, where every node can read them. Immutable.
 *
 * @param epoch the holder's epoch. A vacant term keeps the epoch, because the next epoch must be higher.
 * @param node the holder's node
 * @param holder the name of a contender on that node
 * @param isVacant true if the holder has reported that it no longer holds the lease
 */
record LeaseTerm(long epoch, String node, String holder, boolean isVacant) implements Serializable {
    private static final int FIELDS = 3;
    private static final String VACANT = "-"; // The prefix of the holder's name in a vacant term

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

    /** Returns whether the given contender holds or claims the lease in this term. */
    boolean isOf(String contender) {
        return !isVacant && holder.equals(contender);
    }

    LeaseTerm vacated() {
        return new LeaseTerm(epoch, node, holder, true);
    }
}
