package io.tickbus.cli;

import io.tickbus.event.RowsJson;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.Flip;
import io.vertx.core.json.JsonArray;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints rows of a table as they arrive. The commands {@code query} and {@code tail} use this class. The output is JSON
 * lines, or columns of text in q's console format. One thread at a time uses a printer.
 */
final class RowPrinter {
    private final PrintWriter out;
    private final boolean json;
    private long rowsLeft;
    private Columns columns = new Columns(0);
    private List<String> names = List.of();

    /**
     * @param json true to print JSON lines, false to print columns
     * @param rowsMax largest number of rows to print
     */
    RowPrinter(PrintWriter out, boolean json, long rowsMax) {
        this.out = out;
        this.json = json;
        this.rowsLeft = rowsMax;
    }

    /**
     * Returns whether the printer accepts more rows. False after the last requested row, or if a write to the output
     * failed.
     */
    boolean isOpen() {
        return rowsLeft > 0 && !out.checkError();
    }

    void print(Flip rows) {
        Flip wanted = rows.slice(0, (int) Math.min(rowsLeft, rows.size()));
        rowsLeft -= wanted.size();
        StringBuilder text = new StringBuilder();
        if (json) {
            JsonArray objects = RowsJson.write(wanted);
            for (int row = 0; row < objects.size(); row++) {
                text.append(objects.getJsonObject(row).encode()).append(System.lineSeparator());
            }
        } else {
            lineUp(wanted, text);
        }
        out.print(text);
        out.flush();
    }

    /**
     * Appends rows in aligned columns. The column names come first, unless the previous rows had the same column names.
     */
    private void lineUp(Flip rows, StringBuilder text) {
        List<String[]> lines = new ArrayList<>();
        boolean headed = names.equals(rows.names());
        if (!headed) {
            names = rows.names();
            columns = new Columns(names.size());
            lines.add(names.stream().map(ConsoleText::name).toArray(String[]::new));
        }
        for (int row = 0; row < rows.size(); row++) {
            String[] cells = new String[names.size()];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = ConsoleText.cell(rows.column(i), row);
            }
            lines.add(cells);
        }
        List<String> aligned = columns.align(lines);
        for (int i = 0; i < aligned.size(); i++) {
            text.append(aligned.get(i)).append(System.lineSeparator());
            if (i == 0 && !headed) {
                text.append("-".repeat(columns.width())).append(System.lineSeparator());
            }
        }
    }
}
