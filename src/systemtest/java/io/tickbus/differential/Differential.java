package io.tickbus.differential;

import io.tickbus.differential.Query.Part;
import io.tickbus.differential.RandomTable.Extremes;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.query.QueryException;
import io.tickbus.query.Select;
import io.tickbus.table.Snapshot;
import io.tickbus.table.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs random selects in Tickbus and in a real q, and reports differences. */
@Command(
        name = "differential",
        mixinStandardHelpOptions = true,
        description = {
            "Sends random tables to a q, runs random selects in q and in Tickbus, and prints the differences by their cause.",
            "",
            "Sets the table " + RandomTable.NAME + " in q. The exit code is 1 if anything differs, except for what Tickbus"
                    + " reports as not supported.",
            ""
        })
public final class Differential implements Callable<Integer> {
    private static final int QUERIES_PER_TABLE = 30;
    private static final List<Integer> SIZES = List.of(200, 12_000, 40, 7, 300, 1, 120, 0);
    private static final int SEGMENT_ROWS = 64; // a small table has several segments
    private static final int SEGMENT_ROWS_OF_LARGE = 10_000; // a segment is scanned in several steps
    private static final int LARGE_ROWS = 1000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--q", required = true, paramLabel = "HOST:PORT", description = "Address of the q.")
    private String address = "";

    @Option(names = "--user", defaultValue = "", description = "User of the q.")
    private String user = "";

    @Option(names = "--password", defaultValue = "", description = "Password of the user.")
    private String password = "";

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the random tables and selects; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--queries", defaultValue = "300", description = "Number of selects; default ${DEFAULT-VALUE}.")
    private int queries;

    @Option(names = "--nulls", negatable = true, defaultValue = "true", fallbackValue = "true", description = "Nulls in the tables; default: yes.")
    private boolean nulls;

    @Option(names = "--infinities", negatable = true, defaultValue = "true", fallbackValue = "true", description = "Infinities in the tables; default: yes.")
    private boolean infinities;

    @Option(names = "--query", description = "Prints both answers to this select over the first table, and nothing else.")
    private @Nullable String query;

    private final PrintStream out = System.out;
    private final Map<Difference.Kind, Map<String, List<Difference>>> found = new EnumMap<>(Difference.Kind.class);

    /** Runs the command. */
    public static void main(String... args) {
        System.exit(new CommandLine(new Differential()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        int colon = address.lastIndexOf(':');
        if (colon < 0 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new ParameterException(spec.commandLine(), "--q is HOST:PORT, not " + address);
        }
        int port = Integer.parseInt(address.substring(colon + 1));
        int same = 0;
        try (Peer peer = new Peer(address.substring(0, colon), port, user, password)) {
            Random random = new Random(seed);
            for (int done = 0; done < queries; done += QUERIES_PER_TABLE) {
                RandomTable table = new RandomTable(random, SIZES.get(done / QUERIES_PER_TABLE % SIZES.size()),
 new Extremes(nulls, infinities));
                Both both = Both.of(peer, table);
                if (query != null) {
                    out.println(ConsoleText.of(both.peer.ask(query)));
                    out.println(ConsoleText.of(both.here(query)));
                    return 0;
                }
                RandomQueries generator = new RandomQueries(random, table);
                for (int i = 0; i < Math.min(QUERIES_PER_TABLE, queries - done); i++) {
                    List<Difference> differences = both.isolated(generator.next());
                    differences.forEach(this::count);
                    same += differences.isEmpty() ? 1 : 0;
                }
            }
        }
        print(same);
        return found.keySet().stream().allMatch(Difference.Kind.DECLINED::equals) ? 0 : 1;
    }

    private void count(Difference difference) {
        found.computeIfAbsent(difference.kind(), kind -> new TreeMap<>())
                .computeIfAbsent(difference.cause(), cause -> new ArrayList<>())
                .add(difference);
    }

    private void print(int same) {
        found.forEach((kind, causes) -> {
            out.printf("%n%s%n", kind);
            causes.values().forEach(this::print);
        });
        out.printf("%nseed %d: %d of %d queries answered alike%n", seed, same, queries);
    }

    private void print(List<Difference> list) {
        Difference shortest = list.stream()
                .min(Comparator.comparingInt(one -> one.query().length()))
                .orElseThrow();
        out.printf("  %s (%d)%n", shortest.cause(), list.size());
        out.printf("    %s%n    q:    %s%n    here: %s%n", shortest.query(), shortest.q(), shortest.here());
    }

    /** A table in q and in Tickbus. */
    private record Both(Peer peer, Snapshot snapshot) {
        static Both of(Peer peer, RandomTable table) throws IOException {
            peer.set(table.rows());
            Table ours = new Table(
                    Schema.of(table.rows()),
                    table.rows().size() < LARGE_ROWS ? SEGMENT_ROWS : SEGMENT_ROWS_OF_LARGE,
                    Long.MAX_VALUE);
            ours.append(table.rows());
            return new Both(peer, ours.snapshot());
        }

        Value here(String text) {
            try {
                return Select.parse(text).evaluate(snapshot);
            } catch (QueryException error) {
                return new ErrorValue(String.valueOf(error.getMessage()));
            } catch (RuntimeException defect) {
                return new ErrorValue(String.valueOf(defect));
            }
        }

        private List<Difference> differences(Query query) throws IOException {
            return new Comparison(query, peer.ask(query.text()), here(query.text())).differences();
        }

        /**
         * Returns the differences of the smallest parts of a query that show one. In the whole query, one difference
         * can hide others.
         */
        List<Difference> isolated(Query query) throws IOException {
            List<Difference> all = differences(query);
            if (all.isEmpty() || query.parts() == 1) {
                return all;
            }
            List<Difference> alone = new ArrayList<>();
            for (Part column : query.columns()) {
                alone.addAll(differences(new Query(List.of(), List.of(column), List.of())));
            }
            for (Part key : query.keys()) {
                Part count = new Part("n:count i", "count i");
                alone.addAll(differences(new Query(List.of(key), List.of(count), List.of())));
            }
            for (Part condition : query.conditions()) {
                alone.addAll(differences(new Query(List.of(), List.of(), List.of(condition))));
            }
            return alone.isEmpty() ? all : alone;
        }
    }
}
