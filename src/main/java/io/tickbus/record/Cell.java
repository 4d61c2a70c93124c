package io.tickbus.record;

import io.tickbus.q.QType;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method that converts a cell between q and Java. {@link BaseConversions} finds these methods. A method
 * that returns a value reads a cell: it receives a vector and a row. A void method appends a value to a
 * {@link io.tickbus.q.VectorBuilder}. The last parameter may be the {@link TradingDay}.
 *
 * <p>A reading method returns null for q's null. If its Java type is a primitive that has no value for a null, the
 * method throws a {@link CellException}. A writing method never receives null.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Cell {
    /** Returns the q types that the method converts. */
    QType[] value();
}
