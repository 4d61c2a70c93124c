package io.tickbus.cli.log;

import io.tickbus.event.RowsJson;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prints the rows of log messages as JSON lines, or as text in columns. {@link LogCatCommand} uses this class. Printing
 * stops after the requested number of rows, or if a write to the output fails.
 */
final class LogPrinter {
    /**
     * Number of rows that are aligned and printed together. For the next rows of the table, a column does not become
     * narrower.
     */
    private static final int BLOCK_ROWS = 256;

    private final PrintWriter out;
    private final boolean json;
    private final @Nullable String table;
    private final @Nullable List<String> syms;
    private long rowsLeft;
    private final List<Flip> block = new ArrayList<>();
    private int blockRows;
    private String blockTable = "";
    private int[] widths = {};
    private boolean headed;
    private final Set<String> tables = new LinkedHashSet<>();
    private boolean printed;

    /**
     * @param table the only table to print; null for all tables and for messages without rows
     * @param syms the only syms to print; null for all syms
     * @param rowsMax largest number of rows to print
     */
    LogPrinter(PrintWriter out, boolean json, @Nullable String table, @Nullable List<String> syms, long rowsMax) {
        this.out = out;
        this.json = json;
        this.table = table;
        this.syms = syms;
        this.rowsLeft = rowsMax;
    }

    /**
     * Returns whether the printer accepts more rows. False after the last requested row, or if a write to the output
     * failed.
     */
    boolean isOpen() {
        return rowsLeft > 0 && !out.checkError();
    }

    /** Returns the tables of all messages so far, including tables whose rows are not printed. */
    Set<String> tables() {
        return tables;
    }

    boolean hasPrinted() {
        return printed;
    }

    void print(long number, Value message) {
        LogMessage rows = LogMessage.of(message);
        if (rows == null) {
            if (table == null && syms == null) {
                flush();
                blockTable = "";
                out.println(
                        json
                                ? new JsonObject()
                                        .put("message", number)
                                        .put("value", ConsoleText.of(message))
                                        .encode()
                                : ConsoleText.of(message));
            }
            return;
        }
        tables.add(rows.table());
        if (table != null && !table.equals(rows.table())) {
            return;
        }
        Flip wanted = filtered(rows.rows());
        int count = (int) Math.min(rowsLeft, wanted.size());
        if (count == 0) {
            return;
        }
        rowsLeft -= count;
        printed = true;
        if (json) {
            printJson(number, rows.table(), wanted.slice(0, count));
        } else {
            add(rows.table(), wanted.slice(0, count));
        }
    }

    private Flip filtered(Flip rows) {
        if (syms == null) {
            return rows;
        }
        int named = rows.names().indexOf("sym");
        QVector column = named >= 0
                ? rows.column(named)
                : rows.columns().stream()
                        .filter(each -> each.type() == QType.SYMBOL)
                        .findFirst()
                        .orElse(QVector.empty(QType.SYMBOL));
        List<VectorBuilder> kept = rows.columns().stream()
                .map(each -> new VectorBuilder(each.type(), 0))
                .toList();
        for (int row = 0; row < Math.min(rows.size(), column.size()); row++) {
            if (column instanceof SymbolVector symbols && syms.contains(symbols.textAt(row))) {
                for (int i = 0; i < kept.size(); i++) {
                    kept.get(i).append(rows.column(i).slice(row, 1));
                }
            }
        }
        return new Flip(rows.names(), kept.stream().map(VectorBuilder::build).toList());
    }

    private void printJson(long number, String name, Flip rows) {
        StringBuilder lines = new StringBuilder();
        JsonArray objects = RowsJson.write(rows);
        for (int row = 0; row < objects.size(); row++) {
            JsonObject line =
                    new JsonObject().put("message", number).put("table", name).put("row", objects.getJsonObject(row));
            lines.append(line.encode()).append(System.lineSeparator());
        }
        out.print(lines);
    }

    private void add(String name, Flip rows) {
        boolean same = name.equals(blockTable)
                && (block.isEmpty() || block.get(0).names().equals(rows.names()))
                && rows.names().size() == widths.length;
        if (!same) {
            flush();
            blockTable = name;
            widths = new int[rows.names().size()];
            headed = false;
        }
        block.add(rows);
        blockRows += rows.size();
        if (blockRows >= BLOCK_ROWS) {
            flush();
        }
    }

    /** Prints the rows that were collected for alignment. */
    void flush() {
        if (!block.isEmpty()) {
            List<String[]> lines = new ArrayList<>(blockRows + 1);
            if (!headed) {
                lines.add(block.get(0).names().stream().map(ConsoleText::name).toArray(String[]::new));
            }
            for (Flip rows : block) {
                for (int row = 0; row < rows.size(); row++) {
                    String[] cells = new String[widths.length];
                    for (int i = 0; i < cells.length; i++) {
                        cells[i] = ConsoleText.cell(rows.column(i), row);
                    }
                    lines.add(cells);
                }
            }
            out.print(text(lines));
            block.clear();
            blockRows = 0;
        }
        out.flush();
    }

    private StringBuilder text(List<String[]> lines) {
        for (String[] cells : lines) {
            for (int i = 0; i < cells.length; i++) {
                widths[i] = Math.max(widths[i], cells[i].codePointCount(0, cells[i].length()));
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] cells : lines) {
            if (!headed) {
                text.append(blockTable).append(System.lineSeparator());
            }
            for (int i = 0; i < cells.length; i++) {
                String cell = cells[i];
                text.append(i == 0 ? "" : " ").append(cell);
                if (i < cells.length - 1) {
                    text.append(" ".repeat(widths[i] - cell.codePointCount(0, cell.length())));
                }
            }
            text.append(System.lineSeparator());
            if (!headed) {
                text.append("-".repeat(Arrays.stream(widths).sum() + widths.length - 1))
                        .append(System.lineSeparator());
                headed = true;
            }
        }
        return text;
    }
}
