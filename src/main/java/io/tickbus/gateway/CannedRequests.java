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
 * The requests that client programs send on their own: when they connect, to fill their trees, around their user's text. Each is q
 * code that only an interpreter could run. This class recognizes a request by its text and answers in the shape that the client
 * expects. {@link GatewayCalls} owns one, fills it before the first request, and reads it on its event loop.
 */
final class CannedRequests {
    /** Answers a known request. It throws a {@link io.tickbus.server.QError}, or the future fails with one. */
    @FunctionalInterface
    interface Reply {
        Future<Value> answer(Asked asked);
    }

    /**
     * A request whose text was recognized.
     *
     * @param varied the texts between the fixed parts, see {@link CannedText#match}
     * @param arguments the arguments of a call; empty for a text
     */
    record Asked(QConnection caller, List<String> varied, List<Value> arguments) {
        /** Returns an argument as text, or null if it is not text. */
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

    /** Adds a call of a function, which the client sends as text or as a lambda. */
    void call(CannedText function, int arguments, Reply reply) {
        known.add(new Known(function, arguments, reply));
    }

    /** Returns the answer to a request, or null if no known request has its text. */
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

    /** Returns a text or a lambda's text; null for another value and for a lambda longer than {@link GatewayCalls#TEXT_BYTES_MAX}. */
    static @Nullable String text(Value value) {
        if (value instanceof QFunction function) {
            String text = function.text();
            return text == null || text.length() > GatewayCalls.TEXT_BYTES_MAX ? null : text;
        }
        Value chars = value instanceof Atom atom ? atom.item() : value;
        return chars instanceof ByteVector text && text.type() == QType.CHAR ? text.text() : null;
    }
}
