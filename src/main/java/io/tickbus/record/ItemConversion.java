package io.tickbus.record;

import io.tickbus.q.QVector;
import io.tickbus.q.VectorBuilder;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * Converts cells to objects, and back. The value of each cell decides how the cell is read. Used for columns of general
 * type, because the column's type does not tell the types of its cells. Thread-safe.
 */
interface ItemConversion {
    /**
     * Returns a cell as an object.
     *
     * @throws CellException if the cell does not fit
     */
    @Nullable
    Object read(QVector column, int row, @Nullable TradingDay day) throws Throwable;

    /**
     * Appends an object as a cell.
     *
     * @throws CellException if the object does not fit
     */
    void write(VectorBuilder column, @Nullable Object value, @Nullable TradingDay day) throws Throwable;

    /**
     * Returns the {@link Conversion} that calls this object. {@code javaType} is the class of the objects, or its
     * primitive.
     */
    default Conversion asConversion(Class<?> javaType) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle reader = lookup.findVirtual(ItemConversion.class, "read", Conversion.OBJECT_READER);
            MethodHandle writer = lookup.findVirtual(ItemConversion.class, "write", Conversion.OBJECT_WRITER);
            return new Conversion(
                    reader.bindTo(this).asType(Conversion.readerType(javaType)),
                    writer.bindTo(this).asType(Conversion.writerType(javaType)),
                    false);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("no such method", impossible);
        }
    }
}
