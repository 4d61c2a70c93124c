package io.tickbus.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Aligns cells in columns. A column keeps the width of its widest cell so far. */
final class Columns {
    private final int[] widths;

    Columns(int count) {
        widths = new int[count];
    }

    /** Returns the width of all columns together, with one blank between columns. */
    int width() {
        return Arrays.stream(widths).sum() + widths.length - 1;
    }

    /**
     * Returns one text per line, with its cells aligned.
     *
     * @param lines arrays with one cell per column
     */
    List<String> align(List<String[]> lines) {
        for (String[] cells : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(cells[i]));
            }
        }
        return lines.stream()
                .map(cells -> IntStream.range(0, widths.length)
                        .mapToObj(i -> cells[i] + " ".repeat(widths[i] - length(cells[i])))
                        .collect(Collectors.joining(" "))
                        .stripTrailing())
                .toList();
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
