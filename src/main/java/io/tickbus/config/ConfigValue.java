package io.tickbus.config;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a configuration, with its path. Each method returns the value as one type. If the value has another type,
 * the method adds a problem and returns null.
 */
record ConfigValue(String path, @Nullable Object raw, Problems problems) {
    private static final int SHOWN_CHARACTERS_MAX = 60;

    @Nullable
    String text() {
        if (!(raw instanceof String text)) {
            mistyped("text");
            return null;
        }
        if (text.isBlank()) {
            problem("is empty; give a value or leave it out");
            return null;
        }
        return text;
    }

    @Nullable
    Long integer(long min, long max) {
        if (!(raw instanceof Integer || raw instanceof Long || raw instanceof BigInteger)) {
            mistyped("a whole number");
            return null;
        }
        var number = new BigInteger(raw.toString());
        if (number.compareTo(BigInteger.valueOf(min)) < 0 || number.compareTo(BigInteger.valueOf(max)) > 0) {
            problem(shown(raw) + " is out of range: " + min + " to " + max);
            return null;
        }
        return number.longValue();
    }

    @Nullable
    Boolean flag() {
        if (!(raw instanceof Boolean flag)) {
            mistyped("true or false");
            return null;
        }
        return flag;
    }

    @Nullable
    List<ConfigValue> list() {
        if (!(raw instanceof List<?> items)) {
            mistyped("a list");
            return null;
        }
        List<ConfigValue> values = new ArrayList<>();
        for (Object item : items) {
            values.add(new ConfigValue(path + "[" + values.size() + "]", item, problems));
        }
        return values;
    }

    @Nullable
    Map<?, ?> map() {
        if (!(raw instanceof Map<?, ?> map)) {
            mistyped("a map of keys");
            return null;
        }
        return map;
    }

    void problem(String message) {
        problems.add(path, message);
    }

    private void mistyped(String expected) {
        boolean unquoted = expected.equals("text") && (raw instanceof Number || raw instanceof Boolean);
        problem("expected " + expected + ", found " + found() + (unquoted ? "; put it in quotes" : ""));
    }

    private String found() {
        if (raw == null) {
            return "nothing";
        } else if (raw instanceof String) {
            return "the text \"" + shown(raw) + "\"";
        } else if (raw instanceof Number) {
            return "the number " + shown(raw);
        } else if (raw instanceof Boolean) {
            return raw.toString();
        } else if (raw instanceof Map) {
            return "a map of keys";
        }
        return raw instanceof List ? "a list" : "a " + raw.getClass().getSimpleName();
    }

    private static String shown(Object raw) {
        String text = raw.toString();
        return text.length() <= SHOWN_CHARACTERS_MAX ? text : text.substring(0, SHOWN_CHARACTERS_MAX) + "...";
    }
}
