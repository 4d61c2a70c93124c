package io.tickbus.gateway;

import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.IntVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.ShortVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the metadata tables of JDBC, with the columns of the JDBC standard. {@link JdbcRequests} uses this class.
 * Stateless and thread-safe.
 */
final class JdbcTables {
    private static final String TABLE = "TABLE";
    private static final int OTHER = 1111;
    private static final int SIZE_MAX = 2_000_000_000;
    /** The q types that have a number in {@code java.sql.Types}, in the order of these numbers. */
    private static final Map<String, Integer> TYPES = new LinkedHashMap<>();

    static {
        TYPES.put("long", -5);
        TYPES.put("byte", -2);
        TYPES.put("int", 4);
        TYPES.put("short", 5);
        TYPES.put("real", 7);
        TYPES.put("float", 8);
        TYPES.put("symbol", 12);
        TYPES.put("boolean", 16);
        TYPES.put("date", 91);
        TYPES.put("time", 92);
        TYPES.put("timestamp", 93);
    }

    private JdbcTables() {}

    /** Returns a table of one column. */
    static Flip names(String column, String... names) {
        return new Flip(List.of(column), List.of(SymbolVector.of(names)));
    }

    /**
     * Returns the metadata table of the tables. The result is empty if the type {@code TABLE} is not requested.
     *
     * @param types the requested types as symbols. An empty list means every type.
     */
    static Flip tables(List<TableQueries.Listed> tables, Value types) {
        boolean wanted = !(types instanceof SymbolVector symbols) || symbols.size() == 0;
        for (int i = 0; types instanceof SymbolVector symbols && i < symbols.size(); i++) {
            wanted |= symbols.textAt(i).equals(TABLE);
        }
        List<String> names =
                wanted ? tables.stream().map(TableQueries.Listed::name).toList() : List.of();
        int rows = names.size();
        return new Flip(
                List.of("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "TABLE_TYPE"),
                List.of(symbol("", rows), symbol("", rows), TableShape.symbols(names), symbol(TABLE, rows)));
    }

    /**
     * Returns the metadata table of the columns of one table, or of all tables.
     *
     * @param table the table's name, or an empty text for all tables
     */
    static Flip columns(List<TableQueries.Listed> tables, String table) {
        List<String> owners = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        List<Integer> ordinals = new ArrayList<>();
        for (TableQueries.Listed listed : tables) {
            for (int i = 0;
                    (table.isEmpty() || listed.name().equals(table))
                            && i < listed.schema().width();
                    i++) {
                owners.add(listed.name());
                names.add(listed.schema().columns().get(i));
                types.add(listed.schema().types().get(i).qName());
                ordinals.add(i + 1);
            }
        }
        int rows = names.size();
        Columns columns = new Columns();
        columns.add("TABLE_CAT", symbol("", rows));
        columns.add("TABLE_SCHEM", symbol("", rows));
        columns.add("TABLE_NAME", TableShape.symbols(owners));
        columns.add("COLUMN_NAME", TableShape.symbols(names));
        columns.add(
                "DATA_TYPE",
                ints(types.stream().map(type -> TYPES.getOrDefault(type, OTHER)).toList()));
        columns.add("TYPE_NAME", TableShape.symbols(types));
        columns.add("COLUMN_SIZE", number(SIZE_MAX, rows));
        columns.add("BUFFER_LENGTH", number(0, rows));
        columns.add("DECIMAL_DIGITS", number(16, rows));
        columns.add("NUM_PREC_RADIX", number(10, rows));
        columns.add("NULLABLE", number(1, rows));
        columns.add("REMARKS", symbol("", rows));
        columns.add("COLUMN_DEF", symbol("", rows));
        columns.add("SQL_DATA_TYPE", number(0, rows));
        columns.add("SQL_DATETIME_SUB", number(0, rows));
        columns.add("CHAR_OCTET_LENGTH", number(SIZE_MAX, rows));
        columns.add("ORDINAL_POSITION", ints(ordinals));
        columns.add("IS_NULLABLE", symbol("YES", rows));
        return columns.table();
    }

    /** Returns the metadata table of the q types that JDBC supports. */
    static Flip types() {
        int rows = TYPES.size();
        Columns columns = new Columns();
        columns.add("TYPE_NAME", TableShape.symbols(List.copyOf(TYPES.keySet())));
        columns.add("DATA_TYPE", ints(List.copyOf(TYPES.values())));
        columns.add("PRECISION", number(11, rows));
        columns.add("LITERAL_PREFIX", symbol("", rows));
        columns.add("LITERAL_SUFFIX", symbol("", rows));
        columns.add("CREATE_PARAMS", symbol("", rows));
        columns.add("NULLABLE", small(1, rows));
        columns.add("CASE_SENSITIVE", flag(true, rows));
        columns.add("SEARCHABLE", small(1, rows));
        columns.add("UNSIGNED_ATTRIBUTE", flag(false, rows));
        columns.add("FIXED_PREC_SCALE", flag(false, rows));
        columns.add("AUTO_INCREMENT", flag(false, rows));
        columns.add("LOCAL_TYPE_NAME", symbol("", rows));
        columns.add("MINIMUM_SCALE", small(0, rows));
        columns.add("MAXIMUM_SCALE", small(0, rows));
        columns.add("SQL_DATA_TYPE", number(0, rows));
        columns.add("SQL_DATETIME_SUB", number(0, rows));
        columns.add("NUM_PREC_RADIX", number(10, rows));
        return columns.table();
    }

    private static QVector symbol(String text, int rows) {
        return TableShape.symbols(Collections.nCopies(rows, text));
    }

    private static QVector number(int number, int rows) {
        return ints(Collections.nCopies(rows, number));
    }

    private static QVector ints(List<Integer> numbers) {
        return new IntVector(QType.INT, numbers.stream().mapToInt(i -> i).toArray());
    }

    private static QVector small(int number, int rows) {
        short[] items = new short[rows];
        Arrays.fill(items, (short) number);
        return new ShortVector(items);
    }

    private static QVector flag(boolean flag, int rows) {
        byte[] items = new byte[rows];
        Arrays.fill(items, (byte) (flag ? 1 : 0));
        return new ByteVector(QType.BOOLEAN, items);
    }

    private static final class Columns {
        private final List<String> names = new ArrayList<>();
        private final List<QVector> columns = new ArrayList<>();

        void add(String name, QVector column) {
            names.add(name);
            columns.add(column);
        }

        Flip table() {
            return new Flip(names, columns);
        }
    }
}
