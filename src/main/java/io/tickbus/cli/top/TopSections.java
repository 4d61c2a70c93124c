package io.tickbus.cli.top;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/**
 * Divides the lines of a screen among its sections. A section never gets more lines than it needs. A section that gets
 * too few lines ends with the number of its hidden lines.
 */
final class TopSections {
    private TopSections() {}

    /**
     * Returns the sections that are not empty, separated by empty lines.
     *
     * @param rows largest number of lines in the result
     */
    static List<AttributedString> within(int rows, List<List<AttributedString>> sections) {
        List<List<AttributedString>> shown =
                sections.stream().filter(section -> !section.isEmpty()).toList();
        int between = Math.max(0, shown.size() - 1);
        int[] shares = shares(
                Math.max(0, rows - between), shown.stream().mapToInt(List::size).toArray());
        List<AttributedString> lines = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            if (shares[i] > 0) {
                if (!lines.isEmpty()) {
                    lines.add(AttributedString.EMPTY);
                }
                lines.addAll(cut(shown.get(i), shares[i]));
            }
        }
        return lines.subList(0, Math.min(lines.size(), rows));
    }

    /**
     * Divides rows among sections. Each round gives one row to each section that needs more rows. The rounds end when
     * no section needs more rows, or no row is left.
     *
     * @param rows number of rows to divide
     * @param wanted number of rows that each section needs
     */
    static int[] shares(int rows, int... wanted) {
        int[] shares = new int[wanted.length];
        int left = rows;
        boolean given = true;
        while (left > 0 && given) {
            given = false;
            for (int i = 0; i < wanted.length && left > 0; i++) {
                if (shares[i] < wanted[i]) {
                    shares[i]++;
                    left--;
                    given = true;
                }
            }
        }
        return shares;
    }

    private static List<AttributedString> cut(List<AttributedString> section, int rows) {
        if (section.size() <= rows || rows < 2) {
            return section.subList(0, Math.min(section.size(), rows));
        }
        List<AttributedString> lines = new ArrayList<>(section.subList(0, rows - 1));
        String more = "and " + (section.size() - rows + 1) + " more lines";
        lines.add(new AttributedString(more, AttributedStyle.DEFAULT.faint()));
        return lines;
    }
}
