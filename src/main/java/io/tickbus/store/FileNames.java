package io.tickbus.store;

import io.tickbus.q.EscapedText;
import java.util.BitSet;

/** File names of tables: each has one of its own, and none leads to another directory, wherever its name comes from. */
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
     * Returns the name itself where it has letters, digits, {@code _ . -} only and begins with no dot. Other characters are
     * written {@code %2F}, as in addresses, and so is the dot of a last {@code .lock}: a file of such a name locks another one.
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
