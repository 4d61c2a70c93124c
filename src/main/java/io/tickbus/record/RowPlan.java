package io.tickbus.record;

import static java.lang.invoke.MethodType.methodType;

import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.VectorBuilder;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * Reads and writes a record, for columns of certain types. The handles have the form {@link #READER} or
 * {@link #WRITER}. Immutable.
 *
 * @param types the types of the columns, one per component
 * @param row reads a record
 * @param cells one reader per component, to find the component that fails
 * @param writers one writer per component; it appends the component of a record to a column
 */
record RowPlan(List<QType> types, MethodHandle row, List<MethodHandle> cells, List<MethodHandle> writers) {
    static final MethodType READER = methodType(Object.class, QVector[].class, int.class, TradingDay.class);
    static final MethodType WRITER = methodType(void.class, VectorBuilder.class, Object.class, TradingDay.class);
}
