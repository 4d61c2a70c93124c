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
 * Completes the names of tables and columns at the prompt. When the user presses Tab, it requests the names from q and
 * caches them until {@link #forget} is called. If q does not return names in time, they are not offered. Belongs to the
 * thread of the prompt.
 */
final class QNames implements Completer {
    /** Time limit for one completion, in ms. It is short because the user waits for the completion. */
    private static final long ANSWER_TIMEOUT_MS = 500;
    /** Largest number of tables for which all columns are requested if the line names no table. */
    private static final int TABLES_MAX = 50;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z.][\\w.]*");

    private final QSession session;
    private final Map<String, List<String>> columns = new HashMap<>();
    private @Nullable List<String> tables;

    QNames(QSession session) {
        this.session = session;
    }

    /** Clears the cache. Call this method after each query, because the query may have changed the tables. */
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
            // With false as the last argument, no blank is added after the name.
            candidates.add(new Candidate(name, name, null, null, null, null, false));
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

    /** Requests the names of tables or columns from q. Names that q text cannot contain without quotes are left out. */
    private List<String> request(String query) {
        try {
            if (session.requestAside(query, ANSWER_TIMEOUT_MS) instanceof SymbolVector symbols) {
                return IntStream.range(0, symbols.size())
                        .mapToObj(symbols::textAt)
                        .filter(name -> NAME.matcher(name).matches())
                        .toList();
            }
        } catch (CommandFailure | TimeoutException unknown) {
            // No names are offered if q does not answer.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return List.of();
    }
}
