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
 * Completes the names of tables and columns in {@link QPrompt}. When the user presses Tab, this class requests the
 * names from q. It caches the names until {@link #forget} is called. If q answers too late, no names appear. The
 * prompt's thread calls all methods.
 */
final class QNames implements Completer {
    /** Time limit for one completion, in ms. The limit is short, because the user waits for the completion. */
    private static final long ANSWER_TIMEOUT_MS = 500;
    /**
     * If a line names no table, the columns of all tables are offered. With more tables than this limit, only the names
     * of the tables are offered.
     */
    private static final int TABLES_MAX = 50;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z.][\\w.]*");

    private final QSession session;
    private final Map<String, List<String>> columns = new HashMap<>();
    private @Nullable List<String> tables;

    QNames(QSession session) {
        this.session = session;
    }

    /** Clears the cache. The prompt calls this method for each query, because a query can change the tables. */
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
            // With false as the last argument, JLine adds no blank after the name.
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

    /**
     * Requests the names of tables or columns from q. Leaves out names that q does not accept as the name of a
     * variable.
     */
    private List<String> request(String query) {
        try {
            if (session.requestAside(query, ANSWER_TIMEOUT_MS) instanceof SymbolVector symbols) {
                return IntStream.range(0, symbols.size())
                        .mapToObj(symbols::textAt)
                        .filter(name -> NAME.matcher(name).matches())
                        .toList();
            }
        } catch (CommandFailure | TimeoutException unknown) {
            // Without an answer from q, no names are offered.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return List.of();
    }
}
