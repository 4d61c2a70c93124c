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
 * Answers fixed requests that client programs send automatically, for example after they connect. {@link GatewayCalls}
 * adds these requests before the first client connects. Each request is q code that only a q interpreter could run.
 * This class therefore recognizes a request by its text, and answers in the form that the client expects. Belongs to
 * the gateway's event loop.
 */
final class CannedRequests {
    /**
     * Answers a known request. A {@link io.tickbus.server.QError} becomes an error answer, whether it is thrown or
     * fails the future.
     */
    @FunctionalInterface
    interface Reply {
        Future<Value> answer(Asked asked);
    }

    /**
     * A request whose text was recognized.
     *
     * @param varied the texts between the fixed parts of the pattern, see {@link CannedText#match}
     * @param arguments the arguments, if the request is a call. An empty list, if the request is a text.
     */
    record Asked(QConnection caller, List<String> varied, List<Value> arguments) {
        /** Returns the text of an argument, or null if the argument is not text. */
        @Nullable
        String text(int argument) {
            return CannedRequests.text(arguments.get(argument));
        }
    }

    private record Known(CannedText text, int arguments, Reply reply) {}

    private final List<Known> known = new ArrayList<>();

    /** Adds a request that is a text without arguments. */
    void text(CannedText text, Reply reply) {
        known.add(new Known(text, 0, reply));
    }

    /** Adds a call of a function. Clients send the function as text or as a lambda. */
    void call(CannedText function, int arguments, Reply reply) {
        known.add(new Known(function, arguments, reply));
    }

    /** Returns the answer to a request, or null if no known request has this text. */
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

    /**
     * Returns the characters of a text or of a lambda. Returns null for any other value, and for a lambda longer than
     * {@link GatewayCalls#TEXT_BYTES_MAX}.
     */
    static @Nullable String text(Value value) {
        if (value instanceof QFunction function) {
            String text = function.text();
            return text == null || text.length() > GatewayCalls.TEXT_BYTES_MAX ? null : text;
        }
        Value chars = value instanceof Atom atom ? atom.item() : value;
        return chars instanceof ByteVector text && text.type() == QType.CHAR ? text.text() : null;
    }
}
