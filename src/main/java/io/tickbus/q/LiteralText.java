package io.tickbus.q;

/**
 * Formats a value on one line, as q's {@code .Q.s1} does: {@code 1 2 3}, {@code ,`a}, {@code (1;"abc")},
 * {@code +`a`b!(1 2;3 4)}. The text ends soon after a limit, because the caller cuts a longer text anyway.
 */
final class LiteralText {
    private static final String[] ATTRIBUTES = {"", "`s#", "`u#", "`p#", "`g#"};

    private final StringBuilder text = new StringBuilder();
    private final int charsMax;

    private LiteralText(int charsMax) {
        this.charsMax = charsMax;
    }

    /**
     * Returns a value's text. A text of at most {@code charsMax} characters is complete. A longer text may be
     * incomplete, and the caller cuts it.
     */
    static String of(Value value, int charsMax) {
        LiteralText literal = new LiteralText(charsMax);
        literal.add(value);
        return literal.text.toString();
    }

    private void add(Value value) {
        if (value instanceof Atom atom) {
            addItems(atom.item());
        } else if (value instanceof QVector vector) {
            addVector(vector);
        } else if (value instanceof Flip flip) {
            text.append(attribute(flip.attribute())).append('+');
            addNames(flip);
            text.append('!');
            addList(new GeneralList(flip.columns().toArray(Value[]::new)));
        } else if (value instanceof QDictionary dictionary) {
            text.append(dictionary.sorted() ? "`s#" : "");
            addLeft(dictionary.keys());
            text.append('!');
            add(dictionary.values());
        } else if (value instanceof ErrorValue error) {
            text.append('\'').append(CellText.escaped(error.text()));
        } else if (value instanceof QFunction function) {
            text.append(function(function));
        }
    }

    private static String function(QFunction function) {
        if (function.text() != null) {
            return CellText.escaped(function.text());
        }
        return function.equals(QFunction.GENERIC_NULL) ? "::" : "<function of type " + function.code() + ">";
    }

    /**
     * Writes the keys of a dictionary. Before {@code !}, q needs parentheses around some values, such as a table or a
     * vector of one item.
     */
    private void addLeft(Value keys) {
        boolean plain = keys instanceof QVector vector && (vector.size() != 1 || vector instanceof ByteVector);
        if (plain || keys instanceof Atom) {
            add(keys);
        } else {
            text.append('(');
            add(keys);
            text.append(')');
        }
    }

    private void addNames(Flip flip) {
        boolean one = flip.names().size() == 1;
        text.append(one ? "(," : "");
        for (String name : flip.names()) {
            if (isFull()) {
                return;
            }
            text.append('`').append(CellText.escaped(name));
        }
        text.append(one ? ")" : flip.names().isEmpty() ? "`symbol$()" : "");
    }

    private void addVector(QVector vector) {
        text.append(attribute(vector.attribute()));
        if (vector instanceof GeneralList list) {
            addList(list);
        } else if (vector.size() == 0) {
            text.append(vector.type() == QType.CHAR ? "\"\"" : "`" + vector.type() + "$()");
        } else {
            text.append(vector.size() == 1 ? "," : "");
            addItems(vector);
        }
    }

    private void addList(GeneralList list) {
        if (list.size() == 1) {
            text.append(',');
            add(list.valueAt(0));
            return;
        }
        text.append('(');
        for (int i = 0; i < list.size() && !isFull(); i++) {
            text.append(i == 0 ? "" : ";");
            add(list.valueAt(i));
        }
        text.append(')');
    }

    private void addItems(QVector vector) {
        switch (vector.type()) {
            case CHAR -> {
                ByteVector chars = (ByteVector) vector;
                text.append('"');
                for (int i = 0; i < chars.size() && !isFull(); i++) {
                    CellText.addChar(text, chars.at(i));
                }
                text.append('"');
            }
            case BOOLEAN, BYTE -> {
                text.append(vector.type() == QType.BYTE ? "0x" : "");
                addEach(vector, "");
                text.append(vector.type() == QType.BYTE ? "" : "b");
            }
            case SYMBOL -> {
                text.append('`');
                addEach(vector, "`");
            }
            default -> {
                int start = text.length();
                addEach(vector, " ");
                text.append(suffix(vector, start));
            }
        }
    }

    private void addEach(QVector vector, String separator) {
        for (int i = 0; i < vector.size() && !isFull(); i++) {
            String item = CellText.item(vector, i);
            text.append(i == 0 ? "" : separator).append(isPointInTime(vector.type()) ? marked(item, vector) : item);
        }
    }

    /**
     * Returns whether an item's text shows its type, as {@code 09:30} does. Only a null or an infinity then needs the
     * type's letter.
     */
    private static boolean isPointInTime(QType type) {
        return TemporalText.isTemporal(type) && type != QType.MONTH;
    }

    private static String marked(String item, QVector vector) {
        return switch (item) {
            case "0N", "0W", "-0W", "0w", "-0w" -> item + vector.type().letter();
            default -> item;
        };
    }

    /**
     * Returns the type suffix that follows the last item of a vector. Returns an empty text if the items already show
     * the type.
     */
    private String suffix(QVector vector, int start) {
        return switch (vector.type()) {
            case SHORT, INT, REAL, MONTH -> String.valueOf(vector.type().letter());
            case FLOAT -> text.chars().skip(start).anyMatch(c -> ".enw".indexOf(c) >= 0) ? "" : "f";
            default -> "";
        };
    }

    private static String attribute(int attribute) {
        return attribute < ATTRIBUTES.length ? ATTRIBUTES[attribute] : "";
    }

    private boolean isFull() {
        return text.length() > charsMax;
    }
}
