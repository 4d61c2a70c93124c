package io.tickbus.store;

import io.tickbus.q.EscapedText;
import java.util.BitSet;

/** File names of tables: each has one of its own, and none leads to another directory, wherever its name comes from. */
final class FileNames {
    private static final BitSet SAFE = characters("._-");
    private static final BitSet SAFE_FIRST = characters("_-");

    private FileNames() {}

    private static BitSet characters(String others) {
        BitSet characters = new BitSet();
        characters.set('A', 'Z' + 1);
        characters.set('a', 'z' + 1);
        characters.set('0', '9' + 1);
        others.chars().forEach(characters::set);
        return characters;
    }

    /** The name itself where it has letters, digits, {@code _ . -} only and begins with no dot; others are written {@code %2F}, as in addresses. */
    static String of(String table) {
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
