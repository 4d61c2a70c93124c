package io.tickbus.record;

import io.tickbus.q.QType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The conversions that consist of a reading and a writing method, both annotated with {@link Cell}. All other
 * conversions are built from these conversions.
 */
final class BaseConversions {
    private static final List<Class<?>> CELLS =
            List.of(NumberCells.class, TextCells.class, CalendarCells.class, ClockCells.class);
    private static final Map<QType, Map<Class<?>, Conversion>> ALL = find();

    private BaseConversions() {}

    static @Nullable Conversion of(QType column, Class<?> javaType) {
        return ofColumn(column).get(javaType);
    }

    /** Returns the conversions of a q type, by Java type. The map is empty for {@link QType#LIST}. */
    static Map<Class<?>, Conversion> ofColumn(QType column) {
        return ALL.getOrDefault(column, Map.of());
    }

    private static Map<QType, Map<Class<?>, Conversion>> find() {
        Map<QType, Map<Class<?>, MethodHandle>> readers = new EnumMap<>(QType.class);
        Map<QType, Map<Class<?>, MethodHandle>> writers = new EnumMap<>(QType.class);
        for (Class<?> cells : CELLS) {
            for (Method method : cells.getDeclaredMethods()) {
                Cell cell = method.getAnnotation(Cell.class);
                if (cell != null && method.getReturnType() == void.class) {
                    register(method, method.getParameterTypes()[1], cell.value(), writers);
                } else if (cell != null) {
                    register(method, method.getReturnType(), cell.value(), readers);
                }
            }
        }
        Map<QType, Map<Class<?>, Conversion>> all = new EnumMap<>(QType.class);
        readers.forEach((column, byType) -> byType.forEach((javaType, reader) -> {
            MethodHandle writer = writers.getOrDefault(column, Map.of()).get(javaType);
            if (writer == null) {
                throw new LinkageError("no method writes " + javaType + " to a " + column);
            }
            all.computeIfAbsent(column, each -> new HashMap<>()).put(javaType, conversion(javaType, reader, writer));
        }));
        return all;
    }

    private static void register(
            Method method, Class<?> javaType, QType[] columns, Map<QType, Map<Class<?>, MethodHandle>> handles) {
        MethodHandle handle;
        try {
            handle = MethodHandles.lookup().unreflect(method);
        } catch (IllegalAccessException impossible) {
            throw new LinkageError("no access to " + method, impossible);
        }
        for (QType column : columns) {
            handles.computeIfAbsent(column, each -> new HashMap<>()).put(javaType, handle);
        }
    }

    private static Conversion conversion(Class<?> javaType, MethodHandle reader, MethodHandle writer) {
        boolean needsDay = reader.type().lastParameterType() == TradingDay.class;
        Conversion conversion = new Conversion(
                withDay(reader).asType(Conversion.readerType(javaType)),
                withDay(writer).asType(Conversion.writerType(javaType)),
                needsDay);
        return javaType.isPrimitive() ? conversion : conversion.withNullWritten();
    }

    private static MethodHandle withDay(MethodHandle handle) {
        int count = handle.type().parameterCount();
        return handle.type().lastParameterType() == TradingDay.class
                ? handle
                : MethodHandles.dropArguments(handle, count, TradingDay.class);
    }
}
