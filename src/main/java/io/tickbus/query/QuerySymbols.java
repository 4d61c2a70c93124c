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
 * Ids for the symbols that one question writes. The process never forgets a symbol, so a question adds none to it: one that
 * is not known has an id below 0 here, which no column has.
 */
final class QuerySymbols {
    /** Bytes of the symbols that all questions of the process may add to it, by selecting such as it did not know. */
    static final int ADDED_BYTES_MAX = 1 << 20;

    private static final AtomicLong ADDED_BYTES = new AtomicLong();

    private final List<String> unknown = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();

    QVector ids(List<String> texts) {
        return SymbolVector.ofIds(texts.stream()
                .mapToInt(text -> ids.computeIfAbsent(text, this::found))
                .toArray());
    }

    private int found(String text) {
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

    /** The ids of symbols that are part of an answer, which the process has to know. */
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
