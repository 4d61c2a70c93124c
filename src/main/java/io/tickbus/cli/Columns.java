package io.tickbus.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Aligns text cells in columns. A column becomes wider when a longer cell arrives, and never becomes narrower. */
final class Columns {
    private final int[] widths;

    Columns(int count) {
        widths = new int[count];
    }

    /** Returns the width of a line in characters, with one blank between columns. */
    int width() {
        return Arrays.stream(widths).sum() + widths.length - 1;
    }

    /**
     * Returns one line of text per array, with aligned cells.
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
