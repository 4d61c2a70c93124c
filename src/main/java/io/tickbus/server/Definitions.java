package io.tickbus.server;

import io.tickbus.q.Atom;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.server.Request.Apply;
import io.tickbus.server.Request.Constant;
import io.tickbus.server.Request.Items;
import io.tickbus.server.Request.Name;
import io.tickbus.server.Request.Select;
import io.tickbus.server.Request.Statements;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names that requests may use, and their evaluation. The application adds functions and variables at its start; its
 * {@link QHandler} then passes requests to {@link #evaluate(QConnection, Value)}. As in q, the variable {@code .u.i} is also
 * {@code .u `i}, and a name that is missing in a known context is the generic null. Belongs to the server's event loop.
 */
public final class Definitions {
    /** A function of q that is Java. */
    @FunctionalInterface
    public interface QFunction {
        /**
         * Answers a call.
         *
         * @param arguments as sent, unchecked; {@code f[]} has one, the generic null
         * @throws QError for what q would signal
         */
        Value apply(QConnection caller, List<Value> arguments);
    }

    /** The same for what takes time. */
    @FunctionalInterface
    public interface QFutureFunction {
        Future<Value> apply(QConnection caller, List<Value> arguments);
    }

    /** A function that takes its arguments as they are written, so that {@code count trade} need not bring trade. */
    @FunctionalInterface
    public interface QForm {
        Future<Value> apply(QConnection caller, List<Request> arguments);
    }

    /** What names stand for that are defined nowhere. */
    @FunctionalInterface
    public interface QNames {
        Future<Value> value(QConnection caller, String name);
    }

    /** What it means to apply a name that is no function: an index into what it stands for, say. */
    @FunctionalInterface
    public interface QIndexing {
        Future<Value> apply(QConnection caller, String name, List<Request> arguments);
    }

    /** Answers a {@code select}. */
    @FunctionalInterface
    public interface QSelects {
        Future<Value> answer(QConnection caller, Select select);
    }

    private final Map<String, QFutureFunction> functions = new HashMap<>();
    private final Map<String, QForm> forms = new HashMap<>();
    private final Map<String, Function<QConnection, Value>> variables = new HashMap<>();
    private QNames otherNames = (caller, name) -> Future.failedFuture(QError.nyi(name));
    private QIndexing indexing = (caller, name, arguments) -> Future.failedFuture(QError.nyi(name));
    private QSelects selects = (caller, select) -> Future.failedFuture(QError.nyi("select"));

    public Definitions() {
        function("enlist", (caller, arguments) -> Request.list(arguments));
    }

    public Definitions function(String name, QFunction function) {
        return slowFunction(name, (caller, arguments) -> Future.succeededFuture(function.apply(caller, arguments)));
    }

    /** Defines a function whose answer comes later; the caller's further requests wait for it. */
    public Definitions slowFunction(String name, QFutureFunction function) {
        functions.put(name, function);
        return this;
    }

    /** Defines a function that is given its arguments before they are evaluated. */
    public Definitions form(String name, QForm form) {
        forms.put(name, form);
        return this;
    }

    /** Defines a variable, whose value is asked for at each use. */
    public Definitions variable(String name, Supplier<Value> value) {
        return callersVariable(name, caller -> value.get());
    }

    /** The same for one that is not the same for every caller. */
    public Definitions callersVariable(String name, Function<QConnection, Value> value) {
        variables.put(name, value);
        return this;
    }

    /** Says what names stand for that are not defined here; without it they are {@code nyi}. */
    public Definitions otherNames(QNames names) {
        this.otherNames = names;
        return this;
    }

    /** Says what applying a name means that is no function here; without it that is {@code nyi}. */
    public Definitions indexing(QIndexing index) {
        this.indexing = index;
        return this;
    }

    /** The functions of a context such as {@code .u}, without it, in alphabetical order. */
    public List<String> functionsIn(String context) {
        return in(context, Stream.concat(functions.keySet().stream(), forms.keySet().stream()));
    }

    /** The same for its variables. */
    public List<String> variablesIn(String context) {
        return in(context, variables.keySet().stream());
    }

    private static List<String> in(String context, Stream<String> names) {
        String prefix = context + ".";
        return names.filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .sorted()
                .toList();
    }

    /** Says who answers {@code select}; without it that is {@code nyi}. */
    public Definitions selects(QSelects answers) {
        this.selects = answers;
        return this;
    }

    /** Whether a name is defined here, as whatever it may be. */
    public boolean isDefined(String name) {
        return functions.containsKey(name) || forms.containsKey(name) || variables.containsKey(name) || isContext(name);
    }

    /** Whether a name is a function here. */
    public boolean isFunction(String name) {
        return functions.containsKey(name) || forms.containsKey(name);
    }

    /** Evaluates a request of a client; a {@link QError} is thrown or comes in the future. */
    public Future<Value> evaluate(QConnection caller, Value request) {
        return evaluate(caller, Request.of(request));
    }

    /** The same for a part of a request. */
    public Future<Value> evaluate(QConnection caller, Request expression) {
        if (expression instanceof Constant constant) {
            return Future.succeededFuture(constant.value());
        }
        if (expression instanceof Name name) {
            return variable(caller, name.name());
        }
        if (expression instanceof Select select) {
            return selects.answer(caller, select);
        }
        if (expression instanceof Items items) {
            return evaluateAll(caller, items.items()).map(Request::list);
        }
        if (expression instanceof Apply apply) {
            QForm form = forms.get(apply.name());
            if (form != null) {
                return form.apply(caller, apply.arguments());
            }
            if (!functions.containsKey(apply.name()) && !isContext(apply.name())) {
                return indexing.apply(caller, apply.name(), apply.arguments()); // its arguments may be unknown too
            }
            return evaluateAll(caller, apply.arguments()).compose(arguments -> call(caller, apply.name(), arguments));
        }
        Future<Value> last = Future.succeededFuture(io.tickbus.q.QFunction.GENERIC_NULL);
        for (Request statement : ((Statements) expression).statements()) {
            last = last.compose(before -> evaluate(caller, statement));
        }
        return last;
    }

    /** From the right, as q does: the list {@code (.u.sub[..];.u `i`L)} reads the count before it subscribes. */
    private Future<List<Value>> evaluateAll(QConnection caller, List<Request> requests) {
        Value[] values = new Value[requests.size()];
        Future<?> last = Future.succeededFuture();
        for (int i = values.length - 1; i >= 0; i--) {
            int place = i;
            last = last.compose(before -> evaluate(caller, requests.get(place)).map(value -> values[place] = value));
        }
        return last.map(all -> List.of(values));
    }

    private Future<Value> call(QConnection caller, String name, List<Value> arguments) {
        QFutureFunction function = functions.get(name);
        if (function != null) {
            return function.apply(caller, arguments);
        }
        if (arguments.size() == 1 && isContext(name)) {
            return Future.succeededFuture(lookUp(caller, name, arguments.get(0)));
        }
        throw QError.nyi(name);
    }

    private Future<Value> variable(QConnection caller, String name) {
        Function<QConnection, Value> variable = variables.get(name);
        if (variable != null) {
            return Future.succeededFuture(variable.apply(caller));
        }
        if (isDefined(name)) {
            throw QError.nyi(name + " as a value");
        }
        return otherNames.value(caller, name);
    }

    private boolean isContext(String name) {
        String prefix = name + ".";
        return variables.keySet().stream().anyMatch(known -> known.startsWith(prefix))
                || functions.keySet().stream().anyMatch(known -> known.startsWith(prefix));
    }

    private Value lookUp(QConnection caller, String context, Value names) {
        if (names instanceof Atom atom && atom.item() instanceof SymbolVector symbol) {
            return inContext(caller, context, symbol.textAt(0));
        }
        if (!(names instanceof SymbolVector symbols)) {
            throw QError.type("what " + context + " is indexed with is not a symbol");
        }
        List<Value> values = new ArrayList<>(symbols.size());
        for (int i = 0; i < symbols.size(); i++) {
            values.add(inContext(caller, context, symbols.textAt(i)));
        }
        return Request.list(values);
    }

    private Value inContext(QConnection caller, String context, String name) {
        String full = context + "." + name;
        @Nullable Function<QConnection, Value> variable = variables.get(full);
        if (variable == null && functions.containsKey(full)) {
            throw QError.nyi(full + " as a value");
        }
        return variable == null ? io.tickbus.q.QFunction.GENERIC_NULL : variable.apply(caller);
    }
}
