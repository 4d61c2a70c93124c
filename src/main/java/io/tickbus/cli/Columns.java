package io.tickbus.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lines up cells under each other. A column never becomes narrower. */
final class Columns {
    private final int[] widths;

    Columns(int count) {
        widths = new int[count];
    }

    /** Of all columns, with a blank between them. */
    int width() {
        return Arrays.stream(widths).sum() + widths.length - 1;
    }

    /**
     * @param lines each with as many cells as there are columns
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
