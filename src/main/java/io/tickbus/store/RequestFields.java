package io.tickbus.store;

import io.tickbus.event.Failure;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** Reads the fields of a request, refusing what is not understood. */
final class RequestFields {
    private RequestFields() {}

    /** A whole number within bounds, or the default where it is left out. */
    static long whole(JsonObject request, String field, long otherwise, long min, long max) {
        Object value = request.getValue(field);
        if (value == null) {
            return otherwise;
        }
        boolean whole = value instanceof Integer || value instanceof Long;
        long number = whole ? ((Number) value).longValue() : 0;
        if (!whole || number < min || number > max) {
            throw Failure.BAD_REQUEST.because(
                    field + " is " + value + "; a whole number from " + min + " to " + max + " expected");
        }
        return number;
    }

    /** Returns a boolean field, or false if it is absent. */
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
