package io.tickbus.gateway;

import io.tickbus.publish.Names;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Dictionary;
import io.tickbus.q.GeneralList;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.Vector;
import io.vertx.core.Future;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Known clients wrap their user's text, or a question about the tables, into q functions of their own. Nothing here runs those:
 * they are recognised by their text, blanks aside, and what they carry is answered in the shape that the client takes apart.
 */
final class Wrapped {
    /** The Grafana backend: a panel's or the health check's text is in a dictionary of dictionaries. */
    private static final String GRAFANA = "{[x]valuex[`Query;`Query]}";
    /** PyKX, twice while it connects: asks what kind of thing a name is. */
    private static final String PYKX =
            "k){x:.x;$[99h<@x;:`$\"_pykx_fn_marker\";99h~@x;if[`in!x;if[(::)~x`;:`$\"_pykx_ctx_marker\"]]]x}";
    /** qStudio, at a click on a table: the number of rows, and a page of them. */
    private static final Pattern QSTUDIO_PAGE = Pattern.compile(
            "\\(count ([.\\w]+);\\{\\$\\[\\.Q\\.qp\\[y\\];.{1,200}?sublist\\[`int\\$x;y\\]\\]\\}\\[(\\d+) (\\d+)j?;\\1\\]\\)",
            Pattern.DOTALL);
    /** JDBC: a function with the most rows wanted, {@code .o.ex}, and the user's text. */
    private static final Pattern JDBC =
            Pattern.compile("\\{\\[maxRows;fetchSize;fn;args\\].*\\[(\\d{1,18});(\\d{1,18})\\]", Pattern.DOTALL);

    private static final String JDBC_CALL = ".o.ex";
    private static final String JDBC_Q = "q)";

    private static final int TEXT_CHARS_MAX = 4096; // of what is recognised, without what it carries

    private final Function<String, Future<Value>> answers;

    /** @param answers answers a text */
    Wrapped(Function<String, Future<Value>> answers) {
        this.answers = answers;
    }

    /** The answer, or null when a request is nothing known. */
    @Nullable
    Future<Value> answer(Value request) {
        String text = text(request);
        if (text != null) {
            return ofText(text);
        }
        if (!(request instanceof GeneralList call) || call.size() < 2) {
            return null;
        }
        String function = text(call.valueAt(0));
        if (function == null || function.length() > TEXT_CHARS_MAX) {
            return null;
        }
        String plain = function.replaceAll("\\s", "");
        if (plain.equals(GRAFANA)) {
            String query = text(inner(inner(call.valueAt(1), "Query"), "Query"));
            return query == null ? null : answers.apply(query);
        }
        if (plain.equals(PYKX.replaceAll("\\s", ""))) {
            return pykx(Names.of(call.valueAt(1)));
        }
        Matcher jdbc = JDBC.matcher(plain);
        return jdbc.matches() && call.size() == 3 ? jdbc(Long.parseLong(jdbc.group(1)), call) : null;
    }

    private @Nullable Future<Value> ofText(String text) {
        Matcher page = text.length() <= TEXT_CHARS_MAX ? QSTUDIO_PAGE.matcher(text.strip()) : null;
        if (page == null || !page.matches()) {
            return null;
        }
        String table = page.group(1);
        return answers.apply("count " + table)
                .compose(count -> answers.apply(page.group(2) + " " + page.group(3) + " sublist " + table)
                        .map(rows -> new GeneralList(count, rows)));
    }

    private @Nullable Future<Value> pykx(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return name.equals(".q")
                ? Future.succeededFuture(Atom.symbol("_pykx_ctx_marker"))
                : answers.apply(name.startsWith(".") ? name.substring(1) : name);
    }

    private @Nullable Future<Value> jdbc(long rowsMax, GeneralList call) {
        String query = text(call.valueAt(2));
        if (!JDBC_CALL.equals(text(call.valueAt(1))) || query == null || !query.startsWith(JDBC_Q)) {
            return null;
        }
        return answers.apply(query.substring(JDBC_Q.length()))
                .map(value -> TableShape.isTable(value)
                        ? Take.sublist(rowsMax, TableShape.unkeyed(value))
                        : io.tickbus.q.Function.GENERIC_NULL);
    }

    private static @Nullable Value inner(@Nullable Value dictionary, String key) {
        if (!(dictionary instanceof Dictionary entries)
                || !(entries.keys() instanceof SymbolVector keys)
                || !(entries.values() instanceof Vector values)) {
            return null;
        }
        for (int i = 0; i < Math.min(keys.size(), values.size()); i++) {
            if (keys.textAt(i).equals(key)) {
                return values.valueAt(i);
            }
        }
        return null;
    }

    private static @Nullable String text(@Nullable Value value) {
        Value chars = value instanceof Atom atom ? atom.item() : value;
        return chars instanceof ByteVector && value != null ? Names.of(value) : null;
    }
}
