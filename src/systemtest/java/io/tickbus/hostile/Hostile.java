package io.tickbus.hostile;

import io.tickbus.chaos.RunDirectory;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A gateway or a web server under attack, and a client that must not notice. */
@Command(
        name = "hostile",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the program with a gateway over a table of 100,000 rows and attacks it, in one way after the other, while a"
                    + " client asks `count trade` ten times a second over one connection. Linux only.",
            "",
            "With --web, the web server is attacked, and the client asks for /api/overview (with its token, if --users)."
                    + " The attackers then connect from 127.0.0.2, because logins are limited for each address: a client with"
                    + " the attackers' own address shares their limits and may have to wait. Each attack also checks"
                    + " what it must never get, for example rows without a right, or an answer with another site's Origin.",
            "",
            "Exit code 1 when that client is not answered, answered wrongly or cut off even once, or waits for longer than"
                    + " --wait-ms; when a new client, after an attack, is not let in and answered in that time; when the"
                    + " process ends, or has more than --rss-mb in memory; when an attack leaves more than --log-lines in"
                    + " the log, which tells the first of each kind of attack and what repeats once a minute; or when"
                    + " connections of an attack are left 15 s after its end.",
            "",
            "Columns: how often the attackers tried something and were refused, how long the attack took, how often the client was answered, its median and worst wait, that of the new"
                    + " client, the most that the process had in memory, what its heap held after a collection, lines in the"
                    + " log, connections left, the machine's load, and what the attackers got.",
            ""
        })
public final class Hostile implements Callable<Integer> {
    private static final int PEACE_SECONDS = 5;
    /** Of 65,535, with room for the gateway's own files. */
    private static final int CONNECTIONS_MAX = 60_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--heap", defaultValue = "512m", description = "The gateway's; default ${DEFAULT-VALUE}.")
    private String heap = "512m";

    @Option(
            names = "--attack",
            split = ",",
            description = "Only these: ${COMPLETION-CANDIDATES}; default: all that fit.")
    private List<Attack> attacks = List.of();

    @Option(
            names = "--connections",
            defaultValue = "10000",
            description = "Of a flood, of which the gateway takes nine in ten; default ${DEFAULT-VALUE}."
                    + " Each takes a file here and one there: see ulimit -n.")
    private int connections;

    @Option(names = "--web", description = "Attacks the web server in place of the gateway.")
    private boolean hasWeb;

    @Option(names = "--tls", description = "Encrypted connections, and attacks on that.")
    private boolean hasTls;

    @Option(names = "--users", description = "Users with passwords, and attacks on those; attackers know one.")
    private boolean hasUsers;

    @Option(
            names = "--wait-ms",
            defaultValue = "5000",
            description = "How long an answer may take; default ${DEFAULT-VALUE}.")
    private long waitMsMax;

    @Option(
            names = "--rss-mb",
            defaultValue = "1024",
            description = "What the process may have in memory; default ${DEFAULT-VALUE}, for a heap of 512m.")
    private long rssMbMax;

    @Option(
            names = "--log-lines",
            defaultValue = "8",
            description = "Lines that an attack may leave in the log; default ${DEFAULT-VALUE}.")
    private int logLinesMax;

    private final PrintStream out = System.out;

    /** Runs and prints. */
    public static void main(String... args) {
        System.exit(new CommandLine(new Hostile()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Attack> chosen = chosen();
        try (RunDirectory dir = new RunDirectory("gateway.log, conf.yaml")) {
            out.printf(
                    "%d cores, Java %s; %s with a heap of %s%s%s%n",
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.version(),
                    hasWeb ? "a web server" : "a gateway",
                    heap,
                    hasUsers ? ", users" : "",
                    hasTls ? ", TLS" : "");
            boolean isWell = run(chosen, dir.path());
            dir.keep(!isWell);
            return isWell ? 0 : 1;
        }
    }

    private List<Attack> chosen() {
        if (connections < 10 || connections > CONNECTIONS_MAX) {
            throw new ParameterException(spec.commandLine(), "--connections: 10 to " + CONNECTIONS_MAX);
        }
        for (Attack attack : attacks) {
            if (!attack.suits(setup())) {
                throw new ParameterException(
                        spec.commandLine(), attack + " is for the other server, or needs --users or --tls");
            }
        }
        return attacks.isEmpty()
                ? Arrays.stream(Attack.values())
                        .filter(attack -> attack.suits(setup()))
                        .toList()
                : attacks;
    }

    private boolean run(List<Attack> chosen, Path dir) throws IOException, InterruptedException {
        Setup setup = setup();
        Bounds bounds = new Bounds(waitMsMax, rssMbMax, logLinesMax);
        boolean isWell = true;
        JsonObject config = setup.config(dir);
        Door.Tokens tokens = setup.tokens(dir);
        try (GatewayProcess process = new GatewayProcess(config, heap, dir);
                Siege siege = siege(setup, process, tokens)) {
            out.println(Figures.HEADER);
            isWell &= isWell(siege.peace(PEACE_SECONDS), bounds);
            for (Attack attack : chosen) {
                if (!siege.isOver()) {
                    isWell &= isWell(siege.attack(attack), bounds);
                }
            }
        }
        out.println(isWell ? "held" : "not held");
        return isWell;
    }

    private Setup setup() {
        return new Setup(hasWeb, hasUsers, hasTls, connections / 10 * 9);
    }

    private Siege siege(Setup setup, GatewayProcess process, Door.Tokens tokens)
            throws IOException, InterruptedException {
        Door gateway = setup.door(process.port(), tokens);
        setup.fill(gateway);
        if (!hasWeb) {
            return new Siege(process, () -> new QConversation(gateway, Setup.ROWS), gateway, connections);
        }
        Door web = setup.door(process.webPort(), tokens);
        return new Siege(process, () -> new WebConversation(web), web.from(Door.ATTACKERS), connections);
    }

    private boolean isWell(Figures figures, Bounds bounds) {
        List<String> violations = bounds.violations(figures);
        out.println(figures.line());
        violations.forEach(violation -> out.println("    VIOLATION: " + violation));
        return violations.isEmpty();
    }
}
