package io.tickbus.record;

import static java.lang.invoke.MethodType.methodType;

import io.tickbus.q.ConsoleText;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.VectorBuilder;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Converts cells of a q type to a Java type J, and back. Immutable.
 *
 * @param reader has the form {@code (QVector column, int row, TradingDay day) J}
 * @param writer has the form {@code (VectorBuilder column, J value, TradingDay day) void}
 * @param needsDay true if {@code day} must not be null
 */
record Conversion(MethodHandle reader, MethodHandle writer, boolean needsDay) {
    static final MethodType OBJECT_READER = readerType(Object.class);

    static final MethodType OBJECT_WRITER = writerType(Object.class);

    private static final int SHOWN_CHARS_MAX = 60;
    private static final MethodHandle IS_NULL = find(Objects.class, "isNull", methodType(boolean.class, Object.class));
    private static final MethodHandle ADD_NULL =
            find(Conversion.class, "addNull", methodType(void.class, VectorBuilder.class));
    private static final MethodHandle APPLY = find(Function.class, "apply", methodType(Object.class, Object.class));

    static MethodType readerType(Class<?> javaType) {
        return methodType(javaType, QVector.class, int.class, TradingDay.class);
    }

    static MethodType writerType(Class<?> javaType) {
        return methodType(void.class, VectorBuilder.class, javaType, TradingDay.class);
    }

    private static MethodHandle find(Class<?> type, String name, MethodType signature) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            return type.isInterface()
                    ? lookup.findVirtual(type, name, signature)
                    : lookup.findStatic(type, name, signature);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("no method " + name, impossible);
        }
    }

    Class<?> javaType() {
        return reader.type().returnType();
    }

    /**
     * Returns a conversion to another Java type.
     *
     * @param toOther converts a value of this conversion, or null, to the other type
     * @param fromOther converts a value of the other type to a value of this conversion, or to null
     */
    <J, K> Conversion adapted(
            Class<?> other, Function<@Nullable J, @Nullable K> toOther, Function<K, @Nullable J> fromOther) {
        MethodHandle to = APPLY.bindTo(toOther).asType(methodType(other, javaType()));
        MethodHandle from = APPLY.bindTo(fromOther).asType(methodType(javaType(), other));
        return new Conversion(
                MethodHandles.filterReturnValue(reader, to), MethodHandles.filterArguments(writer, 1, from), needsDay);
    }

    /** Returns a conversion to the box of this conversion's primitive. q's null becomes the null of Java. */
    Conversion boxed(QType type) {
        Class<?> box = methodType(javaType()).wrap().returnType();
        MethodHandle nothing = MethodHandles.dropArguments(
                MethodHandles.constant(box, null), 0, readerType(box).parameterList());
        return new Conversion(
                        MethodHandles.guardWithTest(isNull(type), nothing, reader.asType(readerType(box))),
                        writer.asType(writerType(box)),
                        needsDay)
                .withNullWritten();
    }

    /** Returns a conversion whose writer appends q's null for the null of Java. */
    Conversion withNullWritten() {
        MethodHandle isNull = IS_NULL.asType(methodType(boolean.class, javaType()));
        return new Conversion(
                reader,
                MethodHandles.guardWithTest(
                        MethodHandles.dropArguments(isNull, 0, VectorBuilder.class),
                        MethodHandles.dropArguments(ADD_NULL, 1, javaType(), TradingDay.class),
                        writer),
                needsDay);
    }

    /** Returns a conversion to an {@link Optional}. q's null and an empty list become the empty optional. */
    Conversion optional(QType type) {
        Conversion adapted = this.<Object, Optional<Object>>adapted(
                Optional.class, Optional::ofNullable, value -> value.orElse(null));
        MethodHandle empty = MethodHandles.dropArguments(
                MethodHandles.constant(Optional.class, Optional.empty()),
                0,
                reader.type().parameterList());
        return new Conversion(
                MethodHandles.guardWithTest(isNull(type), empty, adapted.reader), adapted.writer, needsDay);
    }

    /**
     * Returns a handle of {@code isNull} with the form {@code (QVector column, int row) boolean}. It calls the method
     * of the type's own vector class, so that the JIT compiler can inline the call.
     */
    private static MethodHandle isNull(QType type) {
        Class<?> vectors = QVector.empty(type).getClass();
        try {
            return MethodHandles.lookup()
                    .findVirtual(vectors, "isNull", methodType(boolean.class, int.class))
                    .asType(methodType(boolean.class, QVector.class, int.class));
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("no isNull in " + vectors, impossible);
        }
    }

    /** Appends q's null. Fails if the column's type has no null. */
    static void addNull(VectorBuilder column) {
        if (column.type() == QType.BOOLEAN || column.type() == QType.BYTE) {
            throw new CellException("null is not a " + column.type() + ", which has no null in q");
        }
        column.appendNull();
    }

    /** Returns a cell as text for an error message. */
    static String shown(QVector column, int row) {
        return ConsoleText.line(column.valueAt(row), SHOWN_CHARS_MAX);
    }
}
