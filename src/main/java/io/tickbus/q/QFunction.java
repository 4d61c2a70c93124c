package io.tickbus.q;

import org.jspecify.annotations.Nullable;

/**
 * A function inside a message. Nothing here can run it, so only what is needed to tell and to repeat it is kept: of lambdas
 * their text; projections and compositions are skipped whole.
 *
 * @param code the type byte, 100 to 111
 * @param opcode the primitive's number for 101, 102 and 103, else 0
 * @param text of a lambda, braces included; null for all else
 */
public record QFunction(int code, int opcode, @Nullable String text) implements Value {
    /** {@code ::}, what a q function without a result gives. */
    public static final QFunction GENERIC_NULL = new QFunction(101, 0);

    /** One that has no text. */
    public QFunction(int code, int opcode) {
        this(code, opcode, null);
    }

    /** True when the wire form has no more than an opcode, so that the value can be encoded again. */
    public boolean isPrimitive() {
        return code >= 101 && code <= 103;
    }
}
