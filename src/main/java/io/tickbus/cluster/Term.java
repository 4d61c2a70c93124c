package io.tickbus.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a lease, as the cluster's map has it: text, so that any node can read it.
 *
 * @param epoch of the holder; stays when the lease is vacated, so that the next one is higher
 * @param node that the holder runs on
 * @param holder one contender of that node; empty when nobody holds it
 */
record Term(long epoch, String node, String holder) {
    private static final int FIELDS = 3;
    private static final String NOBODY = "-";

    static @Nullable Term of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        List<String> fields = List.of(text.split(" ", FIELDS));
        return new Term(Long.parseLong(fields.get(0)), fields.get(1), named(fields.get(2)));
    }

    private static String named(String holder) {
        return holder.equals(NOBODY) ? "" : holder;
    }

    String text() {
        return epoch + " " + node + " " + (isVacant() ? NOBODY : holder);
    }

    boolean isVacant() {
        return holder.isEmpty();
    }

    Term vacated() {
        return new Term(epoch, node, "");
    }
}
