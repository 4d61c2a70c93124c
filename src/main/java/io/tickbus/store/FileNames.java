package io.tickbus.store;

import io.tickbus.q.EscapedText;
import java.util.BitSet;

/**
 * Converts the names of tables to file names. Each table gets a unique file name, which cannot lead to another
 * directory. Thread-safe.
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
     * Returns the file name of a table. Letters, digits and {@code _ . -} are kept. Other characters and a leading dot
     * are escaped, for example as {@code %2F}. The dot of a final {@code .lock} is escaped too, because lock files end
     * with {@code .lock}.
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
