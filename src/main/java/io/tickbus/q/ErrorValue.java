package io.tickbus.q;

/**
 * An error that q signals in place of a result, such as {@code type}.
 *
 * @param text the error without a leading quote. Zero characters become blanks, because a zero byte would end the text
 *     in a message.
 */
public record ErrorValue(String text) implements Value {
    /**
     * Checks the components.
     *
     * @param text see {@link #text}
     */
    public ErrorValue {
        text = text.replace('\0', ' ');
    }
}
