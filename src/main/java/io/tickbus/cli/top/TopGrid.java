package io.tickbus.cli.top;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * A text table with a title above each column. {@link TopScreen} formats subscribers and tables with this class. If the
 * screen is too narrow, the first column becomes narrower, but not narrower than {@link #FIRST_WIDTH_MIN} characters.
 * If the table is still too wide, the last columns are left out.
 */
final class TopGrid {
    private static final int FIRST_WIDTH_MIN = 10;
    private static final int APART = 2;
    private static final String CUT = "..";

    private final List<Column> columns;
    private final List<Row> rows;

    record Column(String title, boolean number) {}

    /** The style of a row. */
    enum Tone {
        PLAIN,
        FAINT,
        TROUBLE;

        AttributedStyle style() {
            return switch (this) {
                case PLAIN -> AttributedStyle.DEFAULT;
                case FAINT -> AttributedStyle.DEFAULT.faint();
                case TROUBLE -> AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
            };
        }
    }

    /**
     * One row of the table.
     *
     * @param cells one text per column
     * @param notes further lines below the row
     */
    record Row(Tone tone, List<String> cells, List<String> notes) {
        Row {
            cells = List.copyOf(cells);
            notes = List.copyOf(notes);
        }
    }

    TopGrid(List<Column> columns, List<Row> rows) {
        this.columns = List.copyOf(columns);
        this.rows = List.copyOf(rows);
    }

    /**
     * Returns the lines of the table.
     *
     * @param width largest length of a line, in characters
     */
    List<AttributedString> lines(int width) {
        List<Integer> widths = widths(width);
        List<AttributedString> lines = new ArrayList<>();
        lines.add(line(columns.stream().map(Column::title).toList(), widths, AttributedStyle.DEFAULT.bold()));
        for (Row row : rows) {
            lines.add(line(row.cells, widths, row.tone.style()));
            for (String note : row.notes) {
                lines.add(cut(new AttributedString("  " + note, row.tone.style()), width));
            }
        }
        return lines;
    }

    /** Returns the widths of the columns that fit on the screen. The list omits the last columns if they do not fit. */
    private List<Integer> widths(int width) {
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            int widest = rows.stream()
                    .mapToInt(row -> length(row.cells.get(column)))
                    .max()
                    .orElse(0);
            widths.add(Math.max(widest, length(columns.get(i).title)));
        }
        int first = widths.get(0);
        while (widths.size() > 1 && Math.min(first, FIRST_WIDTH_MIN) + afterFirst(widths) > width) {
            widths.remove(widths.size() - 1);
        }
        widths.set(0, Math.min(first, width - afterFirst(widths)));
        return widths;
    }

    private static int afterFirst(List<Integer> widths) {
        return widths.stream().skip(1).mapToInt(width -> APART + width).sum();
    }

    private AttributedString line(List<String> cells, List<Integer> widths, AttributedStyle style) {
        AttributedStringBuilder line = new AttributedStringBuilder().style(style);
        IntStream.range(0, widths.size()).forEach(i -> {
            AttributedString cell = cut(new AttributedString(cells.get(i), style), widths.get(i));
            String blank = " ".repeat(widths.get(i) - cell.columnLength());
            boolean last = i == widths.size() - 1;
            line.append(" ".repeat(i == 0 ? 0 : APART)).append(columns.get(i).number ? blank : "");
            line.append(cell).append(columns.get(i).number || last ? "" : blank);
        });
        return line.toAttributedString();
    }

    private static int length(String cell) {
        return new AttributedString(cell).columnLength();
    }

    /** Cuts a line that is longer than {@code width} characters. Two dots mark the cut. */
    static AttributedString cut(AttributedString line, int width) {
        if (line.columnLength() <= width) {
            return line;
        }
        AttributedStringBuilder cut = new AttributedStringBuilder();
        cut.append(line.columnSubSequence(0, Math.max(0, width - CUT.length())));
        return cut.style(line.styleAt(0))
                .append(CUT.substring(0, Math.min(width, CUT.length())))
                .toAttributedString();
    }
}
