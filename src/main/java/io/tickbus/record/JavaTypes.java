package io.tickbus.record;

import static java.lang.invoke.MethodType.methodType;

import io.tickbus.q.QType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names of Java types, for error messages. */
final class JavaTypes {
    /** Advice for error messages: how to give a date to a time of day. */
    static final String DAY_NEEDED =
            "give a TradingDay, such as TradingDay.of(date, zone) or TradingDay.ofLog(log, zone)";

    /** The Java types that methods with {@link Cell} convert, in the order in which error messages name them. */
    private static final List<Class<?>> BASE = List.of(
            boolean.class,
            byte.class,
            short.class,
            int.class,
            long.class,
            float.class,
            double.class,
            char.class,
            String.class,
            UUID.class,
            Instant.class,
            LocalDateTime.class,
            LocalDate.class,
            YearMonth.class,
            LocalTime.class,
            Duration.class);

    private static final Map<Class<?>, String> OPTIONALS =
            Map.of(int.class, "OptionalInt", long.class, "OptionalLong", double.class, "OptionalDouble");

    private JavaTypes() {}

    /** Returns a type without packages, such as {@code Optional<Instant>}. */
    static String name(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Arrays.stream(generic.getActualTypeArguments())
                    .map(JavaTypes::name)
                    .collect(Collectors.joining(", ", name(generic.getRawType()) + "<", ">"));
        }
        return type instanceof Class<?> javaType ? javaType.getSimpleName() : type.getTypeName();
    }

    /** Returns a q type with its article, such as {@code an int}. */
    static String withArticle(QType column) {
        return (column == QType.INT ? "an " : "a ") + column;
    }

    /** Returns the box of a primitive. Returns other types unchanged. */
    static Class<?> box(Class<?> javaType) {
        return methodType(javaType).wrap().returnType();
    }

    /**
     * Returns the names of the Java types that fit a q type, such as {@code double, Double or OptionalDouble}. The text
     * omits {@code Value} and {@code Optional}, which also fit.
     */
    static String fitting(QType column) {
        if (column == QType.LIST) {
            return "List, String, an array of a primitive, or the type of the items";
        }
        List<String> names = new ArrayList<>();
        List<String> withDay = new ArrayList<>();
        for (Class<?> base : BASE) {
            Conversion conversion = BaseConversions.of(column, base);
            if (conversion == null) {
                continue;
            }
            (conversion.needsDay() ? withDay : names).add(name(base));
            if (base.isPrimitive()) {
                names.add(name(box(base)));
            }
            if (OPTIONALS.containsKey(base)) {
                names.add(OPTIONALS.get(base));
            }
        }
        if (column == QType.SYMBOL) {
            names.add("an enum");
        }
        return joined(names, withDay);
    }

    /**
     * Returns the getters of {@link RowCursor} that fit a q type, such as
     * {@code getInstant, getLocalDateTime or getValue}.
     */
    static String getters(QType column) {
        List<String> names = new ArrayList<>();
        List<String> withDay = new ArrayList<>();
        for (Class<?> base : BASE) {
            Conversion conversion = BaseConversions.of(column, base);
            if (conversion != null) {
                (conversion.needsDay() ? withDay : names).add(getter(base));
            }
        }
        if (column == QType.LIST) {
            names.addAll(List.of("get", "getString"));
        }
        names.add("getValue");
        return joined(names, withDay);
    }

    private static String getter(Class<?> base) {
        String name = base == UUID.class ? "Uuid" : base.getSimpleName();
        return "get" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** Casts an object to a class. If the class is a primitive, the object must be an instance of its box. */
    @SuppressWarnings("unchecked") // The cast to the box checks the class.
    static <T> @Nullable T cast(Class<T> type, @Nullable Object object) {
        return (T) box(type).cast(object);
    }

    private static String joined(List<String> names, List<String> withDay) {
        return withDay.isEmpty() ? joined(names) : joined(names) + ", or with a TradingDay " + joined(withDay);
    }

    private static String joined(List<String> names) {
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }
}
