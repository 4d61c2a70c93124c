package io.tickbus.q;

/** The error that q signals in place of a result, such as {@code type}; the text has no leading quote. */
public record ErrorValue(String text) implements Value {}
