package io.tickbus.gateway;

import io.tickbus.gateway.CannedRequests.Asked;
import io.tickbus.q.QFunction;
import io.tickbus.q.Value;
import io.tickbus.server.QError;
import io.vertx.core.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers the requests of KX's JDBC driver. {@link CannedRequests} recognizes these requests. The driver sends the
 * user's text and the maximum number of rows as the arguments of a function. Other requests of the driver read
 * metadata.
 *
 * <p>Source: <a href="https://github.com/KxSystems/jdbc">jdbc</a>.
 */
final class JdbcRequests {
    private static final CannedText STATEMENT = new CannedText("{[maxRows;fetchSize;fn;args]", "]");
    private static final CannedText CATALOGS = new CannedText("([]TABLE_CAT:`symbol$())");
    private static final CannedText SCHEMAS = new CannedText("([]TABLE_SCHEM:`symbol$())");
    private static final CannedText TABLE_TYPES = new CannedText("([]TABLE_TYPE:`TABLE`VIEW)");
    private static final CannedText TABLES =
            new CannedText("raze{([]TABLE_CAT:`;TABLE_SCHEM:`;TABLE_NAME:system string`a`b x=`VIEW;TABLE_TYPE:x)}each");
    private static final CannedText COLUMNS = new CannedText(
            "select TABLE_CAT:`,TABLE_SCHEM:`,TABLE_NAME:n,COLUMN_NAME:c,DATA_TYPE:0i,TYPE_NAME:`int$t,",
            "from .Q.nct`",
            "");
    private static final CannedText TYPES = new CannedText(
            "`DATA_TYPE xasc([]TYPE_NAME:`boolean`byte`short`int`long`real`float`symbol`date`time`timestamp;", "");

    private static final Pattern ROWS_MAX = Pattern.compile("\\[(\\d{1,18});\\d{1,18}$");
    private static final String SQL_CALL = ".o.ex";
    private static final String Q = "q)";

    private JdbcRequests() {}

    static void define(CannedRequests known, GatewayCalls calls) {
        known.call(STATEMENT, 2, asked -> statement(calls, asked));
        known.text(CATALOGS, asked -> Future.succeededFuture(JdbcTables.names("TABLE_CAT")));
        known.text(SCHEMAS, asked -> Future.succeededFuture(JdbcTables.names("TABLE_SCHEM")));
        known.text(TABLE_TYPES, asked -> Future.succeededFuture(JdbcTables.names("TABLE_TYPE", "TABLE", "VIEW")));
        known.text(TYPES, asked -> Future.succeededFuture(JdbcTables.types()));
        known.call(
                TABLES,
                1,
                asked -> calls.tables(asked.caller())
                        .map(tables ->
                                JdbcTables.tables(tables, asked.arguments().get(0))));
        known.text(
                COLUMNS,
                asked -> calls.tables(asked.caller())
                        .map(tables ->
                                JdbcTables.columns(tables, asked.varied().get(1).strip())));
    }

    /**
     * Returns the rows of a table without its key, up to the maximum number. As in the driver's own q function, the
     * result for a value that is not a table is the generic null.
     */
    private static Future<Value> statement(GatewayCalls calls, Asked asked) {
        String query = asked.text(1);
        Matcher rowsMax = ROWS_MAX.matcher(asked.varied().get(0).stripTrailing());
        if (!SQL_CALL.equals(asked.text(0)) || query == null || !rowsMax.find()) {
            throw QError.nyi("a statement with parameters");
        }
        String text = query.stripLeading();
        if (!text.startsWith(Q)) {
            throw QError.nyi("SQL; write q)select ...");
        }
        long rows = Long.parseLong(rowsMax.group(1));
        return calls.evaluateText(asked.caller(), text)
                .map(value -> TableShape.isTable(value)
                        ? TakeVerb.sublist(rows, TableShape.unkeyed(value))
                        : QFunction.GENERIC_NULL);
    }
}
