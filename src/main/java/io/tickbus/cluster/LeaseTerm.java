package io.tickbus.cluster;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a lease, as the cluster's map has it: text, so that any node can read it.
 *
 * @param epoch of the holder; stays when the lease is vacated, so that the next one is higher
 * @param node that the holder runs on
 * @param holder one contender of that node
 * @param isVacant whether the holder has said that it no longer is the holder
 */
record LeaseTerm(long epoch, String node, String holder, boolean isVacant) implements Serializable {
    private static final int FIELDS = 3;
    private static final String VACANT = "-"; // in front of the holder, which never begins so

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

    /** Returns whether a contender holds the lease, or may hold it. */
    boolean isOf(String contender) {
        return !isVacant && holder.equals(contender);
    }

    LeaseTerm vacated() {
        return new LeaseTerm(epoch, node, holder, true);
    }
}
