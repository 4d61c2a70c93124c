package io.tickbus.record;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts between the constants of an enum and their names. Immutable. */
final class EnumNames {
    private final Class<?> javaType;
    private final Map<String, Enum<?>> constants = new HashMap<>();

    private EnumNames(Class<?> javaType) {
        this.javaType = javaType;
        for (Object constant : javaType.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), (Enum<?>) constant);
        }
    }

    static EnumNames of(Class<?> javaType) {
        return new EnumNames(javaType);
    }

    /** Returns the conversion of the enum. {@code names} converts the cells to and from the names of the constants. */
    Conversion conversion(Conversion names) {
        return names.<String, @Nullable Enum<?>>adapted(
                javaType, this::constant, constant -> constant == null ? null : constant.name());
    }

    private @Nullable Enum<?> constant(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        Enum<?> constant = constants.get(name);
        if (constant == null) {
            throw new CellException("\"" + name + "\" is not a constant of " + javaType.getSimpleName() + "; it has "
                    + String.join(", ", constants.keySet().stream().sorted().toList()) + "; declare String");
        }
        return constant;
    }
}
