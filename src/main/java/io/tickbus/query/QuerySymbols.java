package io.tickbus.query;

import io.tickbus.q.EscapedText;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The ids of the symbols in one query's text. {@link Evaluation} uses it. A query must not add symbols, because the
 * process never frees a symbol. A symbol that the process does not know therefore gets a negative id, which no column
 * contains. Belongs to the thread that evaluates the query, except for {@link #added}.
 */
final class QuerySymbols {
    /**
     * The maximum size of the symbols that all queries together can add to the process, in bytes. A query adds a symbol
     * only if its result has an unknown symbol literal as a column.
     */
    static final int ADDED_BYTES_MAX = 1 << 20;

    private static final AtomicLong ADDED_BYTES = new AtomicLong();

    private final List<String> unknown = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();

    QVector ids(List<String> texts) {
        return SymbolVector.ofIds(texts.stream()
                .mapToInt(text -> ids.computeIfAbsent(text, this::find))
                .toArray());
    }

    private int find(String text) {
        int id = Symbols.find(text);
        if (id == Symbols.EMPTY && !text.isEmpty()) {
            unknown.add(text);
            return -unknown.size();
        }
        return id;
    }

    String text(int id) {
        return id < 0 ? unknown.get(-1 - id) : Symbols.text(id);
    }

    /**
     * Returns the ids of symbols that are part of a result. Adds unknown symbols to the process. Any thread can call
     * this.
     *
     * @param at the symbols' position in the query's text, from 1
     * @throws QueryException with {@code limit} if all queries together would add more than {@link #ADDED_BYTES_MAX}
     *     bytes
     */
    static QVector added(List<String> texts, int at) throws QueryException {
        for (String text : texts) {
            if (Symbols.find(text) == Symbols.EMPTY) {
                int bytes = EscapedText.bytes(text).length;
                if (ADDED_BYTES.addAndGet(bytes) > ADDED_BYTES_MAX) {
                    ADDED_BYTES.addAndGet(-bytes);
                    throw QueryException.limit(
                            at, "questions have selected " + ADDED_BYTES_MAX + " bytes of symbols that no table has");
                }
            }
        }
        return SymbolVector.of(texts.toArray(String[]::new));
    }
}
