package io.tickbus.store;

import io.tickbus.q.EscapedText;
import java.util.BitSet;

/**
 * File names of tables. Each table has a unique name, and no name leads to another directory, whatever the table is
 * called. Thread-safe.
 */
final class FileNames {
    private static final BitSet SAFE = characters("._-");
    private static final BitSet SAFE_FIRST = characters("_-");

    private static final String LOCK = ".lock";

    private FileNames() {}

    private static BitSet characters(String others) {
        BitSet characters = new BitSet();
        characters.set('A', 'Z' + 1);
        characters.set('a', 'z' + 1);
        characters.set('0', '9' + 1);
        others.chars().forEach(characters::set);
        return characters;
    }

    /**
     * Returns the file name of a table. It is the table's name if that has only letters, digits and {@code _ . -}, and
     * does not begin with a dot. Other characters are written as {@code %2F}, as in addresses. The dot of a final
     * {@code .lock} is escaped as well, because such a file locks another one.
     */
    static String of(String table) {
        String name = written(table);
        return name.endsWith(LOCK)
                ? name.substring(0, name.length() - LOCK.length()) + "%2E" + LOCK.substring(1)
                : name;
    }

    private static String written(String table) {
        StringBuilder name = new StringBuilder();
        for (byte character : EscapedText.bytes(table)) {
            boolean safe = name.length() == 0 ? SAFE_FIRST.get(character & 0xFF) : SAFE.get(character & 0xFF);
            if (safe) {
                name.append((char) character);
            } else {
                name.append(String.format("%%%02X", character & 0xFF));
            }
        }
        return name.toString();
    }
}
