package io.tickbus.q;

/**
 * The error that q signals in place of a result, such as {@code type}.
 *
 * @param text without a leading quote, and without zero characters, which would end it early on the wire: they become blanks
 */
public record ErrorValue(String text) implements Value {
    public ErrorValue {
        text = text.replace('\0', ' ');
    }
}
