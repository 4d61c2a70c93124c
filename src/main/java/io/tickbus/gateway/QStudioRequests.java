package io.tickbus.gateway;

import io.tickbus.gateway.CannedRequests.Asked;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.server.QError;
import io.tickbus.server.QText;
import io.tickbus.server.Request.Constant;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers the requests of qStudio. {@link CannedRequests} recognizes these requests. qStudio wraps each query of its
 * user in q code. The q code returns the query's value, the text that the console prints, and a stack trace. Other
 * requests read the contents of qStudio's tree and a page of a table.
 *
 * <p>Source: <a href="https://github.com/timestored/qstudio">qStudio</a>, QueryManager and DatabaseManager.
 */
final class QStudioRequests {
    private static final CannedText WRAPPED =
            new CannedText("{v:$[`trp in key .Q;", ">@[-22!;v;{0}]; (a;$[a;v;0b];.Q.s v 1)} \"", "\"");
    private static final CannedText TREE =
            new CannedText("/ qstudio - get server tree", "{nsl:\".\",/:string `,key `;", "");
    private static final CannedText PAGE =
            new CannedText("(count ", ";{$[.Q.qp[y]; $[count y; .Q.ind[y;", "sublist[`int$x;y]]}[", ";", "])");

    private static final Pattern BYTES_MAX = Pattern.compile("a:(\\d{1,18}|0W)j?$");
    private static final Pattern ROWS = Pattern.compile("\\d{1,18} \\d{1,18}j?");
    private static final Atom YES = Atom.ofBoolean(true);
    private static final Atom NO = Atom.ofBoolean(false);
    private static final Atom NO_NAME = Atom.symbol("");
    /** Length of a message header in bytes. The result of q's {@code -22!} includes the header. */
    private static final int HEADER_BYTES = 8;

    private QStudioRequests() {}

    static void define(CannedRequests known, GatewayCalls calls) {
        known.text(WRAPPED, asked -> wrapped(calls, asked));
        known.text(TREE, asked -> calls.tables(asked.caller()).map(tables -> tree(calls, asked, tables)));
        known.text(PAGE, asked -> page(calls, asked));
    }

    /**
     * Evaluates a wrapped query. A successful query returns {@code (1b;((1b;`);value;console text)}. A failed query
     * returns {@code (1b;((0b;`);error;stack);console text)}. If the value reaches the client's limit of bytes, the
     * reply is {@code (0b;0b;console text)}.
     */
    private static Future<Value> wrapped(GatewayCalls calls, Asked asked) {
        Matcher limit = BYTES_MAX.matcher(asked.varied().get(0).stripTrailing());
        String text = QText.parse('"' + asked.varied().get(1) + '"') instanceof Constant query
                ? CannedRequests.text(query.value())
                : null;
        if (!limit.find() || text == null) {
            throw QError.nyi("qStudio's wrapped query in this form");
        }
        String bytes = limit.group(1);
        long bytesMax = bytes.equals("0W") ? Long.MAX_VALUE : Long.parseLong(bytes);
        return calls.evaluateText(asked.caller(), text).transform(result -> {
            if (result.succeeded()) {
                Value ran = new GeneralList(new GeneralList(YES, NO_NAME), result.result());
                return Future.succeededFuture(reply(ran, result.result(), bytesMax));
            }
            if (!(result.cause() instanceof QError failure)) {
                return Future.failedFuture(result.cause());
            }
            Value error = ByteVector.chars(GatewayCalls.shown(failure));
            Value failed = new GeneralList(new GeneralList(NO, NO_NAME), error, ByteVector.chars(""));
            return Future.succeededFuture(reply(failed, error, bytesMax));
        });
    }

    private static Value reply(Value ran, Value printed, long bytesMax) {
        Value text = ConsoleFormat.of(printed);
        boolean fits = bytesMax == Long.MAX_VALUE || bytesMax > HEADER_BYTES + (long) Encoder.size(ran);
        return new GeneralList(fits ? YES : NO, fits ? ran : NO, text);
    }

    /**
     * Returns the contents of qStudio's tree by namespace and name. Each name has its type, its count and its columns.
     * Three flags show whether the name is a table, a partitioned table or a view.
     */
    private static Value tree(GatewayCalls calls, Asked asked, List<TableQueries.Listed> tables) {
        List<String> names = new ArrayList<>();
        List<Value> items = new ArrayList<>();
        for (TableQueries.Listed table : tables) {
            names.add(table.name());
            items.add(item(
                    table.typeCode(),
                    table.rows(),
                    true,
                    TableShape.symbols(table.schema().columns())));
        }
        List<String> ofTickerplant = new ArrayList<>();
        List<Value> itsItems = new ArrayList<>();
        for (Namespaces.Entry entry : Namespaces.entries(calls.definitions(), asked.caller(), ".u")) {
            ofTickerplant.add(entry.name());
            itsItems.add(item(entry.typeCode(), entry.count(), false, SymbolVector.of()));
        }
        return new QDictionary(
                SymbolVector.of(".", ".u"),
                new GeneralList(dictionary(names, items), dictionary(ofTickerplant, itsItems)));
    }

    private static Value dictionary(List<String> names, List<Value> items) {
        return new QDictionary(TableShape.symbols(names), new GeneralList(items.toArray(Value[]::new)));
    }

    private static Value item(short typeCode, long count, boolean isTable, SymbolVector columns) {
        return new GeneralList(
                TableShape.code(typeCode), Atom.ofLong(count), Atom.ofBoolean(isTable), Atom.ofLong(0), columns, NO);
    }

    /**
     * Returns the number of a table's rows, and one page of rows. qStudio requests a page when its user clicks on a
     * table.
     */
    private static Future<Value> page(GatewayCalls calls, Asked asked) {
        String table = asked.varied().get(0).strip();
        String rows = asked.varied().get(2).strip();
        if (!ROWS.matcher(rows).matches() || !table.equals(asked.varied().get(3).strip())) {
            throw QError.nyi("qStudio's page of rows in this form");
        }
        return calls.evaluateText(asked.caller(), "count " + table)
                .compose(count -> calls.evaluateText(asked.caller(), rows + " sublist " + table)
                        .map(page -> new GeneralList(count, page)));
    }
}
