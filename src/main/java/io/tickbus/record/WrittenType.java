package io.tickbus.record;

import static java.lang.invoke.MethodType.methodType;

import io.tickbus.q.QType;
import io.tickbus.q.Value;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gives the q type of a written value if the column gives none: inside lists, and in columns of general type. */
final class WrittenType {
    private static final Map<Class<?>, QType> TYPES = Map.ofEntries(
            Map.entry(boolean.class, QType.BOOLEAN),
            Map.entry(byte.class, QType.BYTE),
            Map.entry(short.class, QType.SHORT),
            Map.entry(int.class, QType.INT),
            Map.entry(OptionalInt.class, QType.INT),
            Map.entry(long.class, QType.LONG),
            Map.entry(OptionalLong.class, QType.LONG),
            Map.entry(float.class, QType.REAL),
            Map.entry(double.class, QType.FLOAT),
            Map.entry(OptionalDouble.class, QType.FLOAT),
            Map.entry(char.class, QType.CHAR),
            Map.entry(UUID.class, QType.GUID),
            Map.entry(Instant.class, QType.TIMESTAMP),
            Map.entry(LocalDateTime.class, QType.TIMESTAMP),
            Map.entry(LocalDate.class, QType.DATE),
            Map.entry(YearMonth.class, QType.MONTH),
            Map.entry(LocalTime.class, QType.TIMESPAN),
            Map.entry(Duration.class, QType.TIMESPAN),
            Map.entry(String.class, QType.LIST),
            Map.entry(Value.class, QType.LIST));

    private WrittenType() {}

    static @Nullable QType of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Optional.class ? of(generic.getActualTypeArguments()[0]) : QType.LIST;
        }
        if (!(type instanceof Class<?> javaType)) {
            return null;
        }
        if (javaType.isEnum()) {
            return QType.SYMBOL;
        }
        return javaType.isArray()
                ? QType.LIST
                : TYPES.get(methodType(javaType).unwrap().returnType());
    }
}
