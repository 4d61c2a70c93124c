package io.tickbus.bench;

import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures queries over a socket to a gateway, and their effect on appends. */
final class GatewaySocket {
    private static final int WARM_UP_ROUNDS = 10;
    private static final int WARM_UP_SECONDS = 3;
    private static final int SECONDS = 10;
    private static final int APPENDING_MAX = 100;

    private final PrintStream out;
    private final int rows;
    private final int rounds;
    private long volume;

    GatewaySocket(PrintStream out, int rows, int rounds) {
        this.out = out;
        this.rows = rows;
        this.rounds = rounds;
    }

    /** Measures and prints the figures, and returns them. */
    JsonArray measure() throws IOException {
        JsonArray figures = new JsonArray();
        List<GatewayQuestion> questions = GatewayQuestion.all();
        int syms = questions.get(0).syms();
        try (GatewayNode node = new GatewayNode()) {
            fill(node, syms);
            try (GatewayClient client = new GatewayClient(node.port())) {
                check(client, questions.get(0));
                for (GatewayQuestion question : questions) {
                    if (question.syms() == syms) {
                        double ms = median(client, question);
                        out.printf(Locale.ROOT, "%-24s %,9.1f ms over a socket%n", question, ms);
                        figures.add(JsonObject.of("question", question.name(), "path", "gateway", "ms", ms));
                    }
                }
            }
            GatewayAppends appends = new GatewayAppends(node, syms);
            String whole = "select from " + GatewayTrades.TABLE;
            appends.measure("", whole, WARM_UP_SECONDS);
            out.println(GatewayAppends.HEADER);
            for (GatewayAppends.Figures one : List.of(
                    appends.measure("none", "", SECONDS),
                    appends.measure(questions.get(0).name(), questions.get(0).q(), SECONDS),
                    appends.measure("the whole table", whole, SECONDS))) {
                out.println(one.line());
                figures.add(one.toJson());
            }
        }
        return figures;
    }

    private void fill(GatewayNode node, int syms) {
        List<Future<?>> appending = new ArrayList<>();
        GatewayTrades.generate(rows, syms, batch -> {
            volume += sum(batch);
            appending.add(node.append(batch));
            if (appending.size() == APPENDING_MAX) {
                Future.all(appending).await();
                appending.clear();
            }
        });
        Future.all(appending).await();
    }

    private static long sum(Flip batch) {
        LongVector sizes = (LongVector) batch.column("size");
        long sum = 0;
        for (int row = 0; row < sizes.size(); row++) {
            sum += sizes.at(row);
        }
        return sum;
    }

    private void check(GatewayClient client, GatewayQuestion question) throws IOException {
        LongVector sizes = GatewayGroups.of(client.ask(question.q())).sizes();
        long found = 0;
        for (int row = 0; row < sizes.size(); row++) {
            found += sizes.at(row);
        }
        if (found != volume) {
            throw new IllegalStateException(question + ": " + found + " in all, " + volume + " appended");
        }
    }

    private double median(GatewayClient client, GatewayQuestion question) throws IOException {
        List<Double> ms = new ArrayList<>();
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            long start = System.nanoTime();
            client.ask(question.q());
            if (round >= 0) {
                ms.add((System.nanoTime() - start) / 1e6);
            }
        }
        return ms.stream().sorted().toList().get(ms.size() / 2);
    }
}
