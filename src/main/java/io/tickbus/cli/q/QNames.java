package io.tickbus.cli.q;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.Deadline;
import io.tickbus.q.SymbolVector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;

/**
 * Completes names of tables and columns. q is asked for them when they are needed; what it does not tell, or not soon, is not
 * there to choose from.
 */
final class QNames implements Completer {
    /** Somebody waits with a finger on the key. */
    private static final long ANSWER_TIMEOUT_MS = 500;
    /** Of more tables than these, where a line names none, nobody is asked for the columns. */
    private static final int TABLES_MAX = 50;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z.][\\w.]*");

    private final QSession session;
    private final Map<String, List<String>> columns = new HashMap<>();
    private @Nullable List<String> tables;

    QNames(QSession session) {
        this.session = session;
    }

    /** To be called when q may have other tables. */
    void forget() {
        tables = null;
        columns.clear();
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        TreeSet<String> names = new TreeSet<>(tables());
        List<String> named = tables().stream().filter(line.words()::contains).toList();
        Deadline deadline = new Deadline(ANSWER_TIMEOUT_MS);
        for (String table : named.isEmpty() && tables().size() <= TABLES_MAX ? tables() : named) {
            if (!deadline.isOver()) {
                names.addAll(columns(table));
            }
        }
        for (String name : names) {
            candidates.add(new Candidate(name, name, null, null, null, null, false)); // false: no blank behind it
        }
    }

    private List<String> tables() {
        if (tables == null) {
            tables = request("tables[]");
        }
        return tables;
    }

    private List<String> columns(String table) {
        return columns.computeIfAbsent(table, name -> request("cols " + name));
    }

    /** Only names that can be written as such are asked for, and offered. */
    private List<String> request(String query) {
        try {
            if (session.requestAside(query, ANSWER_TIMEOUT_MS) instanceof SymbolVector symbols) {
                return IntStream.range(0, symbols.size())
                        .mapToObj(symbols::textAt)
                        .filter(name -> NAME.matcher(name).matches())
                        .toList();
            }
        } catch (CommandFailure | TimeoutException unknown) {
            // then there is nothing to choose from
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return List.of();
    }
}
