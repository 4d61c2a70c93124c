package io.tickbus.gateway;

import io.tickbus.gateway.CannedText.Blankless;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Value;
import io.tickbus.server.QConnection;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests that clients make by themselves in q that only an interpreter could run: on connecting, for their trees, around
 * their user's text. Nothing here runs them: they are told by their text, and answered in the shape that the client takes apart.
 */
final class CannedRequests {
    /** Answers one of them; a {@link io.tickbus.server.QError} is thrown or comes in the future. */
    @FunctionalInterface
    interface Reply {
        Future<Value> answer(Asked asked);
    }

    /**
     * A known request.
     *
     * @param varied what stands between the parts of its text
     * @param arguments of a call
     */
    record Asked(QConnection caller, List<String> varied, List<Value> arguments) {
        /** An argument that is text, or null. */
        @Nullable
        String text(int argument) {
            return CannedRequests.text(arguments.get(argument));
        }
    }

    private record Known(CannedText text, int arguments, Reply reply) {}

    private final List<Known> known = new ArrayList<>();

    /** Adds a text. */
    void text(CannedText text, Reply reply) {
        known.add(new Known(text, 0, reply));
    }

    /** Adds a call of a function that comes as its text, or as a lambda. */
    void call(CannedText function, int arguments, Reply reply) {
        known.add(new Known(function, arguments, reply));
    }

    /** The answer, or null when a request is nothing known. */
    @Nullable
    Future<Value> answer(QConnection caller, Value request) {
        String text = text(request);
        List<Value> arguments = new ArrayList<>();
        if (text == null && request instanceof QVector call && call.type() == QType.LIST && call.size() > 1) {
            text = text(call.valueAt(0));
            for (int i = 1; i < call.size(); i++) {
                arguments.add(call.valueAt(i));
            }
        }
        return text == null ? null : answer(caller, Blankless.of(text), arguments);
    }

    private @Nullable Future<Value> answer(QConnection caller, Blankless text, List<Value> arguments) {
        for (Known one : known) {
            List<String> varied = one.arguments == arguments.size() ? one.text.match(text) : null;
            if (varied != null) {
                return one.reply.answer(new Asked(caller, varied, arguments));
            }
        }
        return null;
    }

    /** Text, be it a lambda's, that is short enough to be looked at; else null. */
    static @Nullable String text(Value value) {
        if (value instanceof QFunction function) {
            String text = function.text();
            return text == null || text.length() > GatewayCalls.TEXT_BYTES_MAX ? null : text;
        }
        Value chars = value instanceof Atom atom ? atom.item() : value;
        return chars instanceof ByteVector text && text.type() == QType.CHAR ? text.text() : null;
    }
}
