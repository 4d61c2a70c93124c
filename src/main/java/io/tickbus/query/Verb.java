package io.tickbus.query;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The verbs and fields that a query can use, under q's own names. {@link Parser} looks them up. */
enum Verb {
    ADD("+", Form.DYAD),
    SUBTRACT("-", Form.DYAD),
    MULTIPLY("*", Form.DYAD),
    DIVIDE("%", Form.DYAD),
    AND("&", Form.DYAD),
    OR("|", Form.DYAD),
    EQUAL("=", Form.DYAD),
    UNEQUAL("<>", Form.DYAD),
    LESS("<", Form.DYAD),
    GREATER(">", Form.DYAD),
    AT_MOST("<=", Form.DYAD),
    AT_LEAST(">=", Form.DYAD),
    IN("in", Form.DYAD),
    WITHIN("within", Form.DYAD),
    LIKE("like", Form.DYAD),
    XBAR("xbar", Form.DYAD),
    NEG("neg", Form.MONAD),
    NOT("not", Form.MONAD),
    NULL("null", Form.MONAD),
    COUNT("count", Form.AGGREGATE),
    SUM("sum", Form.AGGREGATE),
    AVG("avg", Form.AGGREGATE),
    MIN("min", Form.AGGREGATE),
    MAX("max", Form.AGGREGATE),
    FIRST("first", Form.AGGREGATE),
    LAST("last", Form.AGGREGATE),
    DEV("dev", Form.AGGREGATE),
    WAVG("wavg", Form.DYADIC_AGGREGATE),
    YEAR("year", Form.FIELD),
    MONTH("month", Form.FIELD),
    MM("mm", Form.FIELD),
    WEEK("week", Form.FIELD),
    DATE("date", Form.FIELD),
    DD("dd", Form.FIELD),
    HH("hh", Form.FIELD),
    MINUTE("minute", Form.FIELD),
    UU("uu", Form.FIELD),
    SECOND("second", Form.FIELD),
    SS("ss", Form.FIELD),
    TIME("time", Form.FIELD);

    enum Form {
        MONAD,
        DYAD,
        /** A verb that reduces many values to one value. */
        AGGREGATE,
        DYADIC_AGGREGATE,
        /** A part of a temporal. It is written after a dot, as in {@code time.minute}. */
        FIELD
    }

    private static final Map<String, Verb> BY_TEXT = new HashMap<>();

    static {
        for (Verb verb : values()) {
            BY_TEXT.put(verb.text, verb);
        }
        BY_TEXT.put("and", AND);
        BY_TEXT.put("or", OR);
    }

    private final String text;
    private final Form form;

    Verb(String text, Form form) {
        this.text = text;
        this.form = form;
    }

    /** Returns the verb or field with a name or sign. Returns null if there is none. */
    static @Nullable Verb named(String text) {
        return BY_TEXT.get(text);
    }

    boolean isAggregate() {
        return form == Form.AGGREGATE || form == Form.DYADIC_AGGREGATE;
    }

    boolean isField() {
        return form == Form.FIELD;
    }

    boolean isMonad() {
        return form == Form.MONAD || form == Form.AGGREGATE;
    }

    boolean isDyad() {
        return form == Form.DYAD || form == Form.DYADIC_AGGREGATE;
    }

    @Override
    public String toString() {
        return text;
    }
}
