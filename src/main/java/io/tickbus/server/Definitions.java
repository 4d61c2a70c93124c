package io.tickbus.server;

import io.tickbus.q.Atom;
import io.tickbus.q.QFunction;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The functions and variables that requests may use. The application defines them before the first request. The
 * application's {@link QHandler} passes each request to {@link #evaluate(QConnection, Value)}.
 *
 * <p>As in q, {@code .u `i} returns the variable {@code .u.i}. If the context {@code .u} has no name {@code i}, the
 * result is the generic null. Belongs to the server's event loop.
 */
public final class Definitions {
    /** A function that receives evaluated arguments and answers at once. */
    @FunctionalInterface
    public interface SyncFunction {
        /**
         * Answers a call.
         *
         * @param arguments the unchecked arguments. A call {@code f[]} has one argument, the generic null.
         * @throws QError to answer with an error
         */
        Value apply(QConnection caller, List<Value> arguments);
    }

    /** A function that receives evaluated arguments and answers later. */
    @FunctionalInterface
    public interface AsyncFunction {
        /**
         * Answers a call. A {@link QError} becomes an error answer, whether it is thrown or fails the future.
         *
         * @param arguments the unchecked arguments. A call {@code f[]} has one argument, the generic null.
         * @return the answer
         */
        Future<Value> apply(QConnection caller, List<Value> arguments);
    }

    /**
     * Evaluates one kind of request part, for example names. The evaluator itself decides which arguments of a call it
     * evaluates.
     *
     * @param <R> the class of the parts
     */
    @FunctionalInterface
    public interface Evaluator<R extends Request> {
        /**
         * Evaluates a part of a request. A {@link QError} becomes an error answer, whether it is thrown or fails the
         * future.
         *
         * @return the value
         */
        Future<Value> evaluate(QConnection caller, R part);
    }

    private final Map<String, AsyncFunction> functions = new HashMap<>();
    private final Map<String, Evaluator<Apply>> forms = new HashMap<>();
    private final Map<String, Function<QConnection, Value>> variables = new HashMap<>();
    private Evaluator<Name> otherNames = (caller, name) -> Future.failedFuture(QError.nyi(name.name()));
    private Evaluator<Apply> indexing = (caller, call) -> Future.failedFuture(QError.nyi(call.name()));
    private Evaluator<Select> selects = (caller, select) -> Future.failedFuture(QError.nyi("select"));

    /** Creates definitions that contain only the function {@code enlist}. */
    public Definitions() {
        function("enlist", (caller, arguments) -> Request.list(arguments));
    }

    /** Defines a function that answers at once. */
    public Definitions function(String name, SyncFunction function) {
        return asyncFunction(name, (caller, arguments) -> Future.succeededFuture(function.apply(caller, arguments)));
    }

    /** Defines a function that answers later. The caller's next request waits for the answer. */
    public Definitions asyncFunction(String name, AsyncFunction function) {
        functions.put(name, function);
        return this;
    }

    /**
     * Defines a function that receives its arguments unevaluated. For example, {@code count trade} does not need to
     * read the table.
     */
    public Definitions form(String name, Evaluator<Apply> form) {
        forms.put(name, form);
        return this;
    }

    /** Defines a variable. Each use of the variable calls the supplier. */
    public Definitions variable(String name, Supplier<Value> value) {
        return callersVariable(name, caller -> value.get());
    }

    /** Defines a variable whose value depends on the caller. Each use of the variable calls the function. */
    public Definitions callersVariable(String name, Function<QConnection, Value> value) {
        variables.put(name, value);
        return this;
    }

    /** Sets the evaluator of undefined names. Without an evaluator, an undefined name fails with {@code nyi}. */
    public Definitions otherNames(Evaluator<Name> names) {
        this.otherNames = names;
        return this;
    }

    /**
     * Sets the evaluator of calls whose name is not a function, for example {@code trade[0]}. Without an evaluator, the
     * call fails with {@code nyi}.
     */
    public Definitions indexing(Evaluator<Apply> index) {
        this.indexing = index;
        return this;
    }

    /**
     * Returns the names of the functions in a context, in alphabetical order. In the context {@code .u}, the function
     * {@code .u.sub} has the name {@code sub}.
     */
    public List<String> functionsIn(String context) {
        return in(context, Stream.concat(functions.keySet().stream(), forms.keySet().stream()));
    }

    /**
     * Returns the names of the variables in a context, in alphabetical order. In the context {@code .u}, the variable
     * {@code .u.i} has the name {@code i}.
     */
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

    /** Sets the evaluator of {@code select}. Without an evaluator, {@code select} fails with {@code nyi}. */
    public Definitions selects(Evaluator<Select> answers) {
        this.selects = answers;
        return this;
    }

    /** Returns the full names of all functions and variables. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(functions.keySet());
        names.addAll(forms.keySet());
        names.addAll(variables.keySet());
        return names;
    }

    /** Returns whether a function, a variable or a context with this name is defined. */
    public boolean isDefined(String name) {
        return functions.containsKey(name) || forms.containsKey(name) || variables.containsKey(name) || isContext(name);
    }

    /** Returns whether a function with this name is defined. */
    public boolean isFunction(String name) {
        return functions.containsKey(name) || forms.containsKey(name);
    }

    /**
     * Evaluates a client's request. A {@link QError} becomes an error answer, whether it is thrown or fails the future.
     *
     * @param request the decoded message
     * @return the answer
     */
    public Future<Value> evaluate(QConnection caller, Value request) {
        return evaluate(caller, Request.of(request));
    }

    /**
     * Evaluates a part of a client's request. A {@link QError} becomes an error answer, whether it is thrown or fails
     * the future.
     *
     * @return the value
     */
    public Future<Value> evaluate(QConnection caller, Request expression) {
        if (expression instanceof Constant constant) {
            return Future.succeededFuture(constant.value());
        }
        if (expression instanceof Name name) {
            return variable(caller, name);
        }
        if (expression instanceof Select select) {
            return selects.evaluate(caller, select);
        }
        if (expression instanceof Items items) {
            return evaluateAll(caller, items.items()).map(Request::list);
        }
        if (expression instanceof Apply apply) {
            Evaluator<Apply> form = forms.get(apply.name());
            if (form != null) {
                return form.evaluate(caller, apply);
            }
            if (!functions.containsKey(apply.name()) && !isContext(apply.name())) {
                // Passes unevaluated arguments to the index evaluator, because an argument can be an undefined name.
                return indexing.evaluate(caller, apply);
            }
            return evaluateAll(caller, apply.arguments()).compose(arguments -> call(caller, apply.name(), arguments));
        }
        Future<Value> last = Future.succeededFuture(QFunction.GENERIC_NULL);
        for (Request statement : ((Statements) expression).statements()) {
            last = last.compose(before -> evaluate(caller, statement));
        }
        return last;
    }

    /**
     * Evaluates the requests from the last to the first, as q does. In {@code (.u.sub[..];.u `i`L)}, {@code .u.i} is
     * therefore read before the subscription.
     */
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
        AsyncFunction function = functions.get(name);
        if (function != null) {
            return function.apply(caller, arguments);
        }
        if (arguments.size() == 1 && isContext(name)) {
            return Future.succeededFuture(lookUp(caller, name, arguments.get(0)));
        }
        throw QError.nyi(name);
    }

    private Future<Value> variable(QConnection caller, Name name) {
        Function<QConnection, Value> variable = variables.get(name.name());
        if (variable != null) {
            return Future.succeededFuture(variable.apply(caller));
        }
        if (isDefined(name.name())) {
            throw QError.nyi(name.name() + " as a value");
        }
        return otherNames.evaluate(caller, name);
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
        return variable == null ? QFunction.GENERIC_NULL : variable.apply(caller);
    }
}
