package io.tickbus.record;

import io.tickbus.q.QVector;
import io.tickbus.q.VectorBuilder;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * Reads cells as objects, and writes them. The value of each cell decides how it is read, because the type of the column does not
 * say it. Thread-safe.
 */
interface ItemConversion {
    /**
     * Returns the object of an item.
     *
     * @throws CellException if the item does not fit
     */
    @Nullable
    Object read(QVector column, int row, @Nullable TradingDay day) throws Throwable;

    /**
     * Appends the item of an object.
     *
     * @throws CellException if the object does not fit
     */
    void write(VectorBuilder column, @Nullable Object value, @Nullable TradingDay day) throws Throwable;

    /** Returns this conversion for values of a Java type, which is the class of the objects or its primitive. */
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
