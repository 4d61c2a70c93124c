package io.tickbus.q;

import org.jspecify.annotations.Nullable;

/**
 * A q function inside a message. Tickbus cannot run functions. This record keeps the opcode of a primitive and the text
 * of a lambda. For all other functions, it keeps only the type.
 *
 * @param code the type byte, 100 to 111
 * @param opcode the primitive's number for codes 101, 102 and 103, else 0
 * @param text the text of a lambda, braces included; null for all other functions
 */
public record QFunction(int code, int opcode, @Nullable String text) implements Value {
    /** The value {@code ::}, which a q function without a result returns. */
    public static final QFunction GENERIC_NULL = new QFunction(101, 0);

    /**
     * Makes a function without a text.
     *
     * @param code see {@link #code}
     * @param opcode see {@link #opcode}
     */
    public QFunction(int code, int opcode) {
        this(code, opcode, null);
    }

    /** {@return whether the function is a primitive} Only a primitive can be encoded again. */
    public boolean isPrimitive() {
        return code >= 101 && code <= 103;
    }
}
