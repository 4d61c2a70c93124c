package io.tickbus.query;

import io.tickbus.q.ByteVector;
import io.tickbus.q.FloatVector;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.RealVector;
import io.tickbus.q.ShortVector;
import io.tickbus.q.VectorBuilder;
import java.util.List;

/**
 * The value of an expression for some rows. Verbs take and return operands. Immutable.
 *
 * @param vector one item for each row. For an atom, a single item that applies to every row.
 * @param atom true if the value is an atom
 */
record Operand(QVector vector, boolean atom) {
    static Operand of(QVector vector) {
        return new Operand(vector, false);
    }

    QType type() {
        return vector.type();
    }

    /**
     * Returns the number of items in the result of a verb over two operands.
     *
     * @param at the verb's position in the query's text, from 1
     * @throws QueryException with q's {@code length} if both operands are lists and their lengths differ
     */
    int sizeWith(Operand other, int at) throws QueryException {
        if (atom || other.atom) {
            return atom ? other.vector.size() : vector.size();
        }
        if (vector.size() != other.vector.size()) {
            throw QueryException.of(
                    "length",
                    at,
                    "a list of " + Math.max(vector.size(), other.vector.size()) + " items beside a column");
        }
        return vector.size();
    }

    /**
     * Returns the value as a vector with one item for each row. An atom is repeated.
     *
     * @param rows the number of rows
     * @param at the expression's position in the query's text, from 1
     * @throws QueryException with q's {@code length} if the value is a list that does not have {@code rows} items
     */
    QVector spread(int rows, int at) throws QueryException {
        if (!atom) {
            if (vector.size() != rows) {
                throw QueryException.of("length", at, vector.size() + " items for " + rows + " rows");
            }
            return vector;
        }
        VectorBuilder builder = new VectorBuilder(vector.type(), rows);
        for (int i = 0; i < rows; i++) {
            builder.append(vector);
        }
        return builder.build();
    }

    /**
     * Returns a vector of a whole-number type with the given items. Items that are too large for the type lose their
     * high bits.
     */
    static QVector ofLongs(QType type, long[] items) {
        switch (type) {
            case LONG, TIMESTAMP, TIMESPAN -> {
                return new LongVector(type, items);
            }
            case SHORT -> {
                short[] narrow = new short[items.length];
                for (int i = 0; i < narrow.length; i++) {
                    narrow[i] = items[i] == LongVector.NULL ? ShortVector.NULL : (short) items[i];
                }
                return new ShortVector(narrow);
            }
            case BOOLEAN, BYTE, CHAR -> {
                byte[] narrow = new byte[items.length];
                for (int i = 0; i < narrow.length; i++) {
                    boolean isNull = items[i] == LongVector.NULL && type == QType.CHAR;
                    narrow[i] = isNull ? (byte) ' ' : (byte) items[i];
                }
                return new ByteVector(type, narrow);
            }
            default -> {
                int[] narrow = new int[items.length];
                for (int i = 0; i < narrow.length; i++) {
                    narrow[i] = items[i] == LongVector.NULL ? IntVector.NULL : (int) items[i];
                }
                return new IntVector(type, narrow);
            }
        }
    }

    static QVector ofDoubles(QType type, double[] items) {
        if (type != QType.REAL) {
            return new FloatVector(type, items);
        }
        float[] narrow = new float[items.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) items[i];
        }
        return new RealVector(narrow);
    }

    static Operand ofBooleans(byte[] flags, boolean atom) {
        return new Operand(new ByteVector(QType.BOOLEAN, flags), atom);
    }

    /**
     * Joins literals to one vector. Whole numbers of different types become longs. Other numbers of different types
     * become floats.
     *
     * @param atoms the literals, at least one, each as a vector of one item
     * @param at the list's position in the query's text, from 1
     * @throws QueryException with {@code nyi} if the types differ and not all literals are numbers
     */
    static QVector join(List<QVector> atoms, int at) throws QueryException {
        QType type = atoms.get(0).type();
        for (QVector atom : atoms) {
            if (atom.type() != type) {
                if (!TypeRules.isNumber(atom.type()) || !TypeRules.isNumber(type)) {
                    throw QueryException.nyi(at, "a list of several types");
                }
                type = TypeRules.isFraction(type) || TypeRules.isFraction(atom.type()) ? QType.FLOAT : QType.LONG;
            }
        }
        VectorBuilder builder = new VectorBuilder(type, atoms.size());
        for (QVector atom : atoms) {
            builder.append(
                    atom.type() == type
                            ? atom
                            : type == QType.FLOAT
                                    ? ofDoubles(
                                            type, new double[] {Doubles.of(atom).at(0)})
                                    : ofLongs(type, new long[] {Longs.of(atom).at(0)}));
        }
        return builder.build();
    }
}
