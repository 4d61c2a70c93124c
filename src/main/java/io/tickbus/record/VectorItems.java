package io.tickbus.record;

import static java.lang.invoke.MethodType.methodType;

import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Converts vectors in columns of general type to lists, or to arrays of a primitive. The type of each vector decides
 * how its items are read. When a vector is written, {@link WrittenType} gives its type.
 */
final class VectorItems implements ItemConversion {
    private static final MethodType COPY =
            methodType(void.class, Object.class, int.class, QVector.class, TradingDay.class);
    private static final MethodType ADD =
            methodType(void.class, VectorBuilder.class, Object.class, int.class, TradingDay.class);

    private final Type itemType;
    private final Class<?> arrayItem;
    private final QType written;
    private final MethodHandle add;

    private final Map<QType, Copy> copies = new ConcurrentHashMap<>();

    /**
     * Copies an item of a vector to an array. The handle has the form {@code (Object array, int index, QVector vector,
     * TradingDay day) void}.
     */
    private record Copy(MethodHandle handle, boolean needsDay) {}

    private VectorItems(Type itemType, Class<?> arrayItem, QType written, Conversion writtenConversion) {
        this.itemType = itemType;
        this.arrayItem = arrayItem;
        this.written = written;
        MethodHandle writer = writtenConversion.writer().asType(Conversion.writerType(arrayItem));
        add = MethodHandles.collectArguments(writer, 1, MethodHandles.arrayElementGetter(arrayItem.arrayType()))
                .asType(ADD);
    }

    /**
     * Returns the conversion, or null if no q vector can hold the items.
     *
     * @param type a list, or an array of a primitive
     */
    static @Nullable Conversion conversion(Type type, Type itemType) {
        boolean isArray = type instanceof Class<?>;
        Class<?> arrayItem = isArray ? (Class<?>) itemType : Object.class;
        QType written = WrittenType.of(itemType);
        Conversion writtenConversion = written == null ? null : Conversions.of(written, itemType);
        if (written == null || writtenConversion == null || (isArray && !arrayItem.isPrimitive())) {
            return null;
        }
        VectorItems items = new VectorItems(itemType, arrayItem, written, writtenConversion);
        return items.asConversion(isArray ? arrayItem.arrayType() : List.class);
    }

    @Override
    public Object read(QVector column, int row, @Nullable TradingDay day) throws Throwable {
        if (!(column.valueAt(row) instanceof QVector vector)) {
            throw new CellException(Conversion.shown(column, row) + " is not a list; declare Value");
        }
        Object array = Array.newInstance(arrayItem, vector.size());
        if (vector.size() == 0) {
            return arrayItem.isPrimitive() ? array : List.of();
        }
        Copy copy = copies.computeIfAbsent(vector.type(), this::copyFrom);
        if (copy.needsDay && day == null) {
            throw new CellException("a " + vector.type() + " has no date; " + JavaTypes.DAY_NEEDED);
        }
        for (int i = 0; i < vector.size(); i++) {
            try {
                copy.handle.invokeExact(array, i, vector, day);
            } catch (CellException failure) {
                throw new CellException("item " + i + ": " + failure.getMessage());
            }
        }
        return arrayItem.isPrimitive() ? array : Collections.unmodifiableList(Arrays.asList((Object[]) array));
    }

    private Copy copyFrom(QType type) {
        Conversion conversion = Conversions.of(type, itemType);
        if (conversion == null) {
            throw new CellException("items of " + type + " cannot be read as " + JavaTypes.name(itemType) + "; declare "
                    + JavaTypes.fitting(type));
        }
        Class<?> arrayType = arrayItem.arrayType();
        MethodHandle set = MethodHandles.collectArguments(
                MethodHandles.arrayElementSetter(arrayType),
                2,
                conversion.reader().asType(Conversion.readerType(arrayItem)));
        MethodType merged = methodType(void.class, arrayType, int.class, QVector.class, TradingDay.class);
        MethodHandle handle =
                MethodHandles.permuteArguments(set, merged, 0, 1, 2, 1, 3).asType(COPY);
        return new Copy(handle, conversion.needsDay());
    }

    @Override
    public void write(VectorBuilder column, @Nullable Object value, @Nullable TradingDay day) throws Throwable {
        if (value == null) {
            column.appendNull();
            return;
        }
        Object array = value instanceof List<?> list ? list.toArray() : value;
        int size = Array.getLength(array);
        VectorBuilder items = new VectorBuilder(written, size);
        for (int i = 0; i < size; i++) {
            try {
                add.invokeExact(items, array, i, day);
            } catch (CellException failure) {
                throw new CellException("item " + i + ": " + failure.getMessage());
            }
        }
        column.append((Value) items.build());
    }
}
