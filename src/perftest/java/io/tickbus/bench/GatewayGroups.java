package io.tickbus.bench;

import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QDictionary;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import java.util.List;
import java.util.stream.IntStream;

/** An answer: the symbols in order, and the volume and average price of each. */
record GatewayGroups(List<String> syms, LongVector sizes, FloatVector averages) {
    private static final double TOLERANCE = 1e-9; // relative, because sums of floats depend on the order of the rows

    /** Converts an answer of Tickbus. */
    static GatewayGroups of(Value answer) {
        Flip rows = ((QDictionary) answer).unkeyed();
        SymbolVector sym = (SymbolVector) rows.column(0);
        return new GatewayGroups(
                IntStream.range(0, rows.size()).mapToObj(sym::textAt).toList(),
                (LongVector) rows.column(1),
                (FloatVector) rows.column(2));
    }

    /** Throws an exception if the other answer differs. */
    void requireSame(GatewayGroups other, String question) {
        if (!syms.equals(other.syms) || !sizes.equals(other.sizes)) {
            throw new IllegalStateException(question + ": other symbols, sums or order");
        }
        for (int row = 0; row < syms.size(); row++) {
            double one = averages.at(row);
            double another = other.averages.at(row);
            if (!(Math.abs(one - another) <= TOLERANCE * Math.abs(one))) {
                throw new IllegalStateException(
                        question + ": the average of " + syms.get(row) + " is " + one + " or " + another);
            }
        }
    }
}
