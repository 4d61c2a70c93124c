package io.tickbus.record;

import static java.lang.invoke.MethodType.methodType;

import io.tickbus.q.QType;
import io.tickbus.q.Value;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the conversion between a q type and a Java type: a base type, a box, an optional, an enum, a list or a {@link
 * Value}.
 */
final class Conversions {
    /**
     * The conversions that were found for each Java class. They are cached, because finding a conversion takes
     * microseconds.
     */
    private static final ClassValue<Map<QType, Conversion>> CACHE = new ClassValue<>() {
        @Override
        protected Map<QType, Conversion> computeValue(Class<?> javaType) {
            return new ConcurrentHashMap<>();
        }
    };

    private Conversions() {}

    /**
     * Returns the conversion, or null if there is none. A conversion for {@link QType#LIST} checks each cell when it
     * reads the cell.
     */
    static @Nullable Conversion of(QType column, Type type) {
        if (!(type instanceof Class<?> javaType)) {
            return find(column, type);
        }
        Map<QType, Conversion> known = CACHE.get(javaType);
        Conversion conversion = known.get(column);
        if (conversion == null) {
            // computeIfAbsent cannot be used, because find() may add another conversion to this map.
            conversion = find(column, javaType);
            if (conversion != null) {
                known.put(column, conversion);
            }
        }
        return conversion;
    }

    private static @Nullable Conversion find(QType column, Type type) {
        if (type instanceof ParameterizedType generic) {
            Type argument = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == List.class) {
                return column == QType.LIST ? VectorItems.conversion(generic, argument) : null;
            }
            Conversion content = generic.getRawType() == Optional.class ? find(column, argument) : null;
            return content == null ? null : content.optional(column);
        }
        if (!(type instanceof Class<?> javaType)) {
            return null;
        }
        if (javaType == Value.class) {
            return ValueItems.CONVERSION;
        }
        if (javaType == OptionalInt.class || javaType == OptionalLong.class || javaType == OptionalDouble.class) {
            return optional(column, javaType);
        }
        if (javaType.isEnum()) {
            Conversion names = find(column, String.class);
            return names == null || column == QType.CHAR
                    ? null
                    : EnumNames.of(javaType).conversion(names);
        }
        if (column == QType.LIST) {
            return javaType.isArray() ? VectorItems.conversion(javaType, javaType.getComponentType()) : items(javaType);
        }
        Class<?> primitive = methodType(javaType).unwrap().returnType();
        if (primitive == javaType) {
            return BaseConversions.of(column, javaType);
        }
        Conversion base = BaseConversions.of(column, primitive);
        return base == null ? null : base.boxed(column);
    }

    private static @Nullable Conversion items(Class<?> javaType) {
        return javaType == String.class ? TextItems.CONVERSION : AtomItems.conversion(javaType);
    }

    private static @Nullable Conversion optional(QType column, Class<?> javaType) {
        Conversion content;
        if (javaType == OptionalInt.class) {
            content = find(column, Integer.class);
            return content == null
                    ? null
                    : content.<Integer, OptionalInt>adapted(
                            javaType,
                            value -> value == null ? OptionalInt.empty() : OptionalInt.of(value),
                            value -> value.isEmpty() ? null : value.getAsInt());
        }
        if (javaType == OptionalLong.class) {
            content = find(column, Long.class);
            return content == null
                    ? null
                    : content.<Long, OptionalLong>adapted(
                            javaType,
                            value -> value == null ? OptionalLong.empty() : OptionalLong.of(value),
                            value -> value.isEmpty() ? null : value.getAsLong());
        }
        content = find(column, Double.class);
        return content == null
                ? null
                : content.<Double, OptionalDouble>adapted(
                        javaType,
                        value -> value == null ? OptionalDouble.empty() : OptionalDouble.of(value),
                        value -> value.isEmpty() ? null : value.getAsDouble());
    }
}
