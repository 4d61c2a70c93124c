package io.tickbus.q;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Values as a q console prints them, one of 25 by 80 characters unless told otherwise. Two lines and one column are kept free,
 * as q does; where q pads, it is padded, at the end of a line too. Unlike in q, control characters are written as escapes.
 *
 * <p>Source: what q 4 prints at its default {@code \c 25 80} and {@code \P 7}. No line ends the text.
 */
public final class ConsoleText {
    /** Lines of the console. */
    public static final int ROWS = 25;
    /** Characters of a line of the console. */
    public static final int COLUMNS = 80;
    /** Rows of a table that are printed whole; of a longer one there is one fewer, and {@code ..}. */
    public static final int TABLE_ROWS_MAX = ROWS - 4;
    /** The fewest lines and characters that q takes for a console. */
    public static final int SIZE_MIN = 10;
    /** The most. */
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

    /** Any value. */
    public static String of(Value value) {
        return DEFAULT.text(value);
    }

    /**
     * Any value, on a console of another size, as after q's {@code \c rows columns}.
     *
     * @param rows lines of the console, at least {@link #SIZE_MIN}
     * @param columns characters of a line, at least {@link #SIZE_MIN}
     */
    public static String of(Value value, int rows, int columns) {
        if (rows < SIZE_MIN || columns < SIZE_MIN) {
            throw new IllegalArgumentException("a console of " + rows + " by " + columns + " is too small");
        }
        return new ConsoleText(rows, columns).text(value);
    }

    /** Any value on one line, as q's {@code .Q.s1} writes it, ended by {@code ..} where it has more characters than this. */
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
     * A table of which only the first rows are at hand.
     *
     * @param firstRows the first {@link #TABLE_ROWS_MAX} rows, or all when there are fewer
     * @param keys columns at the front that make the key, 0 for a plain table
     * @param rows how many rows the whole table has
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

    /** A cell of a column, as it stands in a table: no backtick, no quotes, nothing for a null; long nested ones are cut. */
    public static String cell(QVector column, int row) {
        return CellText.of(column, row, COLUMNS);
    }

    /** A column's name, as it stands above a table. */
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

    /** Returns no more columns than the line has characters. */
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
     * What stands on one side of a bar: columns, with names when they are those of a table.
     *
     * @param columns the cell of each row
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

        /** Adds the names and a line of dashes, where there is room for them, and the rows shown. */
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
