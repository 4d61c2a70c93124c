package io.tickbus.differential;

import io.tickbus.differential.Difference.Kind;
import io.tickbus.differential.Query.Part;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QVector;
import io.tickbus.q.RealVector;
import io.tickbus.q.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Compares q's answer to a query with the answer of Tickbus. Types and values must be equal, except for the last
 * digits of floats.
 */
record Comparison(Query query, Value q, Value here) {
    private static final double FLOAT_TOLERANCE = 1e-12; // relative, because sums depend on the order of the rows
    private static final double REAL_TOLERANCE = 1e-6;
    private static final Pattern SIGNAL_END = Pattern.compile("[: ].*", Pattern.DOTALL);

    List<Difference> differences() {
        if (q instanceof ErrorValue theirs) {
            return here instanceof ErrorValue ours
                    ? signal(ours).equals("nyi")
                            ? whole(Kind.DECLINED)
                            : signal(theirs).equals(signal(ours)) ? List.of() : whole(Kind.SIGNAL)
                    : whole(Kind.REFUSED);
        }
        if (here instanceof ErrorValue ours) {
            return whole(signal(ours).equals("nyi") ? Kind.DECLINED : Kind.FAILED);
        }
        if (isKeyed(q) != isKeyed(here) || !(isKeyed(q) || (q instanceof Flip && here instanceof Flip))) {
            return whole(Kind.SHAPE);
        }
        Flip theirs = rows(q);
        Flip ours = rows(here);
        if (!theirs.names().equals(ours.names())) {
            return List.of(difference(
                    Kind.SHAPE,
                    query.label(),
                    String.join(" ", theirs.names()),
                    String.join(" ", ours.names())));
        }
        return theirs.size() == ours.size()
                ? columns(theirs, ours)
                : List.of(difference(
                        Kind.ROWS, query.label(), Integer.toString(theirs.size()), Integer.toString(ours.size())));
    }

    private List<Difference> columns(Flip theirs, Flip ours) {
        List<Difference> differences = new ArrayList<>();
        for (int column = 0; column < theirs.names().size(); column++) {
            QVector left = theirs.column(column);
            QVector right = ours.column(column);
            if (left.type() != right.type()) {
                differences.add(difference(Kind.TYPE, cause(column), text(left, 0), text(right, 0)));
                continue;
            }
            for (int row = 0; row < left.size(); row++) {
                if (!isSame(left, right, row)) {
                    differences.add(difference(Kind.ITEM, cause(column), text(left, row), text(right, row)));
                    break;
                }
            }
            if (column < query.keys().size() && !differences.isEmpty()) {
                break; // different groups have different values
            }
        }
        return differences;
    }

    private static boolean isSame(QVector left, QVector right, int row) {
        if (left.matches(row, right, row)) {
            return true;
        }
        if (left instanceof FloatVector || left instanceof RealVector) {
            double one = left.doubleAt(row);
            double other = right.doubleAt(row);
            double tolerance = left instanceof RealVector ? REAL_TOLERANCE : FLOAT_TOLERANCE;
            return Math.abs(one - other) <= tolerance * Math.max(Math.abs(one), Math.abs(other))
                    && Double.isFinite(one)
                    && Double.isFinite(other);
        }
        return false;
    }

    /** Returns the part of the query that computes a column of the answer. */
    private String cause(int column) {
        List<Part> parts = new ArrayList<>(query.keys());
        parts.addAll(query.columns());
        return column < parts.size() ? parts.get(column).label() : query.label();
    }

    private String text(QVector column, int row) {
        String type = column.type() + ": ";
        return column.size() == 0 ? type + "empty" : type + "row " + row + ": " + ConsoleText.of(column.valueAt(row));
    }

    private List<Difference> whole(Kind kind) {
        return List.of(difference(kind, query.label(), text(q), text(here)));
    }

    private static String text(Value value) {
        return value instanceof ErrorValue error
                ? "'" + error.text()
                : isKeyed(value) ? "a keyed table of " + rows(value).size() : value instanceof Flip flip
                        ? "a table of " + flip.size()
                        : ConsoleText.of(value);
    }

    private Difference difference(Kind kind, String cause, String theirs, String ours) {
        return new Difference(kind, cause, query.text(), theirs, ours);
    }

    private static boolean isKeyed(Value value) {
        return value instanceof QDictionary dictionary && dictionary.isKeyedTable();
    }

    private static Flip rows(Value value) {
        return value instanceof QDictionary dictionary ? dictionary.unkeyed() : (Flip) value;
    }

    /** Returns the error as q has it, without the place and the explanation that Tickbus adds. */
    private static String signal(ErrorValue error) {
        return SIGNAL_END.matcher(error.text()).replaceFirst("");
    }
}
