package io.tickbus.bench;

import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.VectorBuilder;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** An in-memory DuckDB in this process. It runs on the calling thread. */
final class GatewayDuckDb implements AutoCloseable {
    private static final long NANOS_PER_MICRO = 1000;

    private final DuckDBConnection connection;

    GatewayDuckDb() throws SQLException {
        connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
        execute("PRAGMA threads=1");
    }

    /** Fills two tables with equal trades. One has symbols as texts, the other as an enumeration. */
    void load(int rows, int syms) throws SQLException {
        execute("CREATE TABLE " + table(syms, false) + " (time TIME, sym VARCHAR, price DOUBLE, size BIGINT)");
        try (DuckDBAppender appender = connection.createAppender(table(syms, false))) {
            GatewayTrades.generate(rows, syms, batch -> append(batch, appender));
        }
        String type = "sym" + syms;
        execute("CREATE TYPE " + type + " AS ENUM (SELECT DISTINCT sym FROM " + table(syms, false) + " ORDER BY sym)");
        execute("CREATE TABLE " + table(syms, true) + " AS SELECT time, sym::" + type + " AS sym, price, size FROM "
                + table(syms, false));
    }

    /** Returns the name of a table that {@link #load} has filled. */
    static String table(int syms, boolean enumerated) {
        return GatewayTrades.TABLE + syms + (enumerated ? "_enumerated" : "");
    }

    private static void append(Flip batch, DuckDBAppender appender) {
        LongVector time = (LongVector) batch.column("time");
        SymbolVector sym = (SymbolVector) batch.column("sym");
        FloatVector price = (FloatVector) batch.column("price");
        LongVector size = (LongVector) batch.column("size");
        try {
            for (int row = 0; row < batch.size(); row++) {
                appender.beginRow();
                appender.appendDayMicros(time.at(row) / NANOS_PER_MICRO);
                appender.append(sym.textAt(row));
                appender.append(price.at(row));
                appender.append(size.at(row));
                appender.endRow();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Sends a query, and returns the answer. */
    GatewayGroups ask(String sql) throws SQLException {
        List<String> syms = new ArrayList<>();
        VectorBuilder sizes = new VectorBuilder(QType.LONG, 0);
        VectorBuilder averages = new VectorBuilder(QType.FLOAT, 0);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                syms.add(rows.getString(1));
                sizes.appendWhole(rows.getLong(2));
                averages.appendFloat(rows.getDouble(3));
            }
        }
        return new GatewayGroups(syms, (LongVector) sizes.build(), (FloatVector) averages.build());
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
