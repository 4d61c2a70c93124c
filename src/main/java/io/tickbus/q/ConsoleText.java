package io.tickbus.q;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Formats values as a q console prints them. Like q, this class leaves two lines of the console and one character of
 * each line free. Lines are padded with blanks. Unlike in q, control characters are printed as escapes.
 *
 * <p>Source: the output of q 4 with its defaults {@code \c 25 80} and {@code \P 7}. The text does not end with a
 * newline. Thread-safe.
 */
public final class ConsoleText {
    /** The number of lines of the default console. */
    public static final int ROWS = 25;
    /** The number of characters per line of the default console. */
    public static final int COLUMNS = 80;
    /**
     * The largest number of rows of a table that the default console shows. If the table has more rows, a line
     * {@code ..} replaces the last shown row.
     */
    public static final int TABLE_ROWS_MAX = ROWS - 4;
    /** The smallest number of lines, and of characters per line, that q accepts for a console. */
    public static final int SIZE_MIN = 10;
    /** The largest number of lines, and of characters per line, that q accepts for a console. */
    public static final int SIZE_MAX = 2000;

    private static final String MORE = "..";
    private static final ConsoleText DEFAULT = new ConsoleText(ROWS, COLUMNS);

    private final int columns;
    private final int linesMax;
    private final int lineCharsMax;

    private ConsoleText(int rows, int columns) {
        this.columns = columns;
        this.linesMax = rows - 2;
        this.lineCharsMax = columns - 1;
    }

    /**
     * {@return a value's text on the default console}
     *
     * @param value the value
     */
    public static String of(Value value) {
        return DEFAULT.text(value);
    }

    /**
     * {@return a value's text on a console of another size} q sets this size by {@code \c rows columns}.
     *
     * @param value the value
     * @param rows the number of lines of the console, at least {@link #SIZE_MIN}
     * @param columns the number of characters per line, at least {@link #SIZE_MIN}
     * @throws IllegalArgumentException if a number is below {@link #SIZE_MIN}
     */
    public static String of(Value value, int rows, int columns) {
        if (rows < SIZE_MIN || columns < SIZE_MIN) {
            throw new IllegalArgumentException("a console of " + rows + " by " + columns + " is too small");
        }
        return new ConsoleText(rows, columns).text(value);
    }

    /**
     * {@return a value on one line, as q's {@code .Q.s1} writes it}
     *
     * @param value the value
     * @param charsMax the largest number of characters. A longer line is cut and ends with {@code ..}
     */
    public static String line(Value value, int charsMax) {
        return cut(LiteralText.of(value, charsMax), charsMax);
    }

    private String text(Value value) {
        if (value instanceof Flip table && !table.columns().isEmpty()) {
            return print(List.of(block(table)), table.size());
        }
        if (value instanceof QDictionary dictionary) {
            Block keys = block(dictionary.keys());
            Block values = block(dictionary.values());
            if (keys != null && values != null && keys.rows() == values.rows()) {
                return print(List.of(keys, values), keys.rows());
            }
        }
        Matrix matrix = Matrix.of(value);
        if (matrix != null) {
            return print(List.of(block(matrix)), matrix.rows().size());
        }
        if (value instanceof GeneralList list && (list.size() > 1 || isText(list))) {
            return items(list);
        }
        if (value instanceof QFunction function && function.text() != null) {
            List<String> lines = function.text().lines().map(CellText::escaped).toList();
            boolean whole = lines.size() <= linesMax;
            return join(whole ? lines : lines.subList(0, linesMax - 1), !whole);
        }
        return cut(LiteralText.of(value, columns), lineCharsMax);
    }

    /**
     * {@return the text of a table on the default console} Only the first rows of the table are needed.
     *
     * @param firstRows the first {@link #TABLE_ROWS_MAX} rows, or all rows if there are fewer
     * @param keys the number of key columns at the front, 0 for a plain table
     * @param rows the number of rows of the whole table
     * @throws IllegalArgumentException if {@code firstRows} has too few rows
     */
    public static String table(Flip firstRows, int keys, long rows) {
        if (firstRows.size() < Math.min(rows, TABLE_ROWS_MAX)) {
            throw new IllegalArgumentException(firstRows.size() + " rows of " + rows + " are too few to print");
        }
        if (firstRows.columns().isEmpty()) {
            return of(firstRows);
        }
        Block all = DEFAULT.block(firstRows);
        int width = firstRows.columns().size();
        return DEFAULT.print(keys == 0 ? List.of(all) : List.of(all.columns(0, keys), all.columns(keys, width)), rows);
    }

    /**
     * {@return a cell as a table shows it: without backtick or quotes} The text of a null is empty, and a long nested
     * value is cut.
     *
     * @param column the column
     * @param row the index of the row, from 0
     */
    public static String cell(QVector column, int row) {
        return CellText.of(column, row, COLUMNS);
    }

    /**
     * {@return the name of a column as the header of a table shows it}
     *
     * @param column the name of the column
     */
    public static String name(String column) {
        return CellText.escaped(column);
    }

    private static boolean isText(GeneralList list) {
        return list.size() == 1
                && list.valueAt(0) instanceof ByteVector text
                && text.type() == QType.CHAR
                && text.size() > 0;
    }

    private @Nullable Block block(Value value) {
        if (value instanceof Flip table && !table.columns().isEmpty()) {
            return block(table);
        }
        Matrix matrix = Matrix.of(value);
        if (matrix != null) {
            return block(matrix);
        }
        return value instanceof QVector vector
                ? new Block(List.of(), vector.size(), List.of(row -> item(vector, row)))
                : null;
    }

    private Block block(Flip table) {
        List<IntFunction<String>> cells = new ArrayList<>();
        table.columns().forEach(column -> cells.add(row -> CellText.of(column, row, columns)));
        return new Block(table.names(), table.size(), cells);
    }

    /** Omits columns beyond the width of the console. */
    private Block block(Matrix matrix) {
        List<IntFunction<String>> cells = new ArrayList<>();
        for (int i = 0; i < Math.min(matrix.width(), columns); i++) {
            int column = i;
            cells.add(row -> matrix.cell(row, column, columns));
        }
        return new Block(List.of(), matrix.rows().size(), cells);
    }

    private String item(QVector vector, int row) {
        return vector instanceof GeneralList list
                ? LiteralText.of(list.valueAt(row), columns)
                : CellText.item(vector, row);
    }

    private String print(List<Block> blocks, long rows) {
        boolean named = blocks.stream().anyMatch(Block::isNamed);
        int rowsMax = named ? linesMax - 2 : linesMax;
        int shown = (int) (rows <= rowsMax ? rows : rowsMax - 1);
        StringBuilder[] lines = new StringBuilder[shown + (named ? 2 : 0)];
        Arrays.setAll(lines, i -> new StringBuilder());
        for (int i = 0; i < blocks.size(); i++) {
            if (i > 0) {
                Arrays.stream(lines).forEach(line -> line.append("| "));
            }
            blocks.get(i).print(lines, shown);
        }
        return join(List.of(lines), shown < rows);
    }

    private String items(GeneralList list) {
        int shown = list.size() <= linesMax ? list.size() : linesMax - 1;
        List<String> lines = new ArrayList<>(shown);
        for (int i = 0; i < shown; i++) {
            lines.add(LiteralText.of(list.valueAt(i), columns));
        }
        return join(lines, shown < list.size());
    }

    private String join(List<? extends CharSequence> lines, boolean more) {
        StringJoiner text = new StringJoiner("\n");
        lines.forEach(line -> text.add(cut(line.toString(), lineCharsMax)));
        return (more ? text.add(MORE) : text).toString();
    }

    private static String cut(String line, int charsMax) {
        if (Block.width(line) <= charsMax) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, charsMax - MORE.length())) + MORE;
    }

    /**
     * Columns side by side. A keyed table is printed as two blocks with a bar between them.
     *
     * @param names the names of the columns, empty if the columns have none
     * @param columns one function per column. The function returns the text of the cell in a given row.
     */
    private record Block(List<String> names, int rows, List<IntFunction<String>> columns) {
        private static int width(String text) {
            return text.codePointCount(0, text.length());
        }

        private boolean isNamed() {
            return !names.isEmpty();
        }

        private Block columns(int from, int to) {
            return new Block(names.subList(from, to), rows, columns.subList(from, to));
        }

        /**
         * Appends this block to the right of the blocks that are already in the lines.
         *
         * @param lines the lines to extend, one per printed row. If any block has names, two lines precede the rows:
         *     the names, and the rule below the names.
         * @param shown the number of rows to print
         */
        private void print(StringBuilder[] lines, int shown) {
            int headers = lines.length - shown;
            int blockWidth = columns.size() - 1;
            for (int column = 0; column < columns.size(); column++) {
                String[] cells = new String[lines.length];
                for (int row = 0; row < shown; row++) {
                    cells[headers + row] = columns.get(column).apply(row);
                }
                if (headers > 0) {
                    cells[0] = isNamed() ? CellText.escaped(names.get(column)) : "";
                    cells[1] = "";
                }
                int width = Arrays.stream(cells).mapToInt(Block::width).max().orElse(0);
                blockWidth += width;
                for (int i = 0; i < lines.length; i++) {
                    if (i != 1 || headers == 0) {
                        lines[i].append(column == 0 ? "" : " ").append(cells[i]);
                        lines[i].append(" ".repeat(width - width(cells[i])));
                    }
                }
            }
            if (headers > 0) {
                lines[1].append("-".repeat(Math.max(0, blockWidth)));
            }
        }
    }
}
