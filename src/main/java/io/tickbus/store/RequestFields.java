package io.tickbus.store;

import io.tickbus.event.Failure;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** Reads and validates the fields of a JSON request. Thread-safe. */
final class RequestFields {
    private RequestFields() {}

    /**
     * Returns the whole number in a field.
     *
     * @param otherwise the value if the field is missing
     * @throws io.vertx.core.eventbus.ReplyException {@link Failure#BAD_REQUEST} if the field is not a whole number from
     *     {@code min} to {@code max}
     */
    static long whole(JsonObject request, String field, long otherwise, long min, long max) {
        Object value = request.getValue(field);
        if (value == null) {
            return otherwise;
        }
        boolean whole = value instanceof Integer || value instanceof Long;
        long number = whole ? ((Number) value).longValue() : 0;
        if (!whole || number < min || number > max) {
            throw Failure.BAD_REQUEST.because(
                    field + " is " + Json.encode(value) + "; a whole number from " + min + " to " + max + " expected");
        }
        return number;
    }

    /** Returns the boolean value of a field, or false if the field is missing. */
    static boolean flag(JsonObject request, String field) {
        Object value = request.getValue(field);
        if (value != null && !(value instanceof Boolean)) {
            throw Failure.BAD_REQUEST.because(field + " is " + value + "; true or false expected");
        }
        return Boolean.TRUE.equals(value);
    }

    static void requireNoOther(JsonObject request, Set<String> known) {
        for (String field : request.fieldNames()) {
            if (!known.contains(field)) {
                throw Failure.BAD_REQUEST.because("unknown field " + field + "; known here are "
                        + known.stream().sorted().toList());
            }
        }
    }
}
