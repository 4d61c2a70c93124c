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

/** Attacks a gateway or a web server, while a good client must be answered in time. */
@Command(
        name = "hostile",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts the program with a gateway over a table of 100,000 rows, and runs one attack after the other. Meanwhile a"
                    + " good client sends `count trade` ten times a second over one connection. Linux only.",
            "",
            "With --web, the web server is attacked, and the good client requests /api/overview (with its token, if --users)."
                    + " The attackers connect from 127.0.0.2, because the server limits the logins of an address: a good"
                    + " client with the address of an attacker may have to wait. Each attack also checks what it must never"
                    + " get, for example rows without a right.",
            "",
            "The exit code is 1 if the good client gets no answer, a wrong answer, or an answer after --wait-ms; if a new client"
                    + " cannot log in and get an answer in this time after an attack; if the process ends or uses more than"
                    + " --rss-mb; if an attack causes more than --log-lines in the log; or if connections of an attack are"
                    + " open 15 s after its end.",
            "",
            "Columns: attempts of the attackers, refused attempts, seconds of the attack, answers to the good client, its median"
                    + " and longest wait, the wait of a new client after the attack, the largest memory of the process, its"
                    + " heap after a garbage collection, lines in the log, connections left, the load of the machine, and"
                    + " the results of the attempts.",
            ""
        })
public final class Hostile implements Callable<Integer> {
    private static final int PEACE_SECONDS = 5;
    /** Limit of connections. A process can have 65,535 files, and the server needs some for itself. */
    private static final int CONNECTIONS_MAX = 60_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--heap", defaultValue = "512m", description = "Limit of the heap of the program; default ${DEFAULT-VALUE}.")
    private String heap = "512m";

    @Option(
            names = "--attack",
            split = ",",
            description = "Runs only these attacks: ${COMPLETION-CANDIDATES}; default: all that suit the server.")
    private List<Attack> attacks = List.of();

    @Option(
            names = "--connections",
            defaultValue = "10000",
            description = "Connections of a flood. A gateway accepts nine in ten of them. Default ${DEFAULT-VALUE}."
                    + " Each needs a file in both processes, see ulimit -n.")
    private int connections;

    @Option(names = "--web", description = "Attacks the web server instead of the gateway.")
    private boolean hasWeb;

    @Option(names = "--tls", description = "Uses TLS, and attacks it too.")
    private boolean hasTls;

    @Option(names = "--users", description = "Uses passwords, and attacks logins too. The attackers know one password.")
    private boolean hasUsers;

    @Option(
            names = "--wait-ms",
            defaultValue = "5000",
            description = "Limit of the wait for an answer, in ms; default ${DEFAULT-VALUE}.")
    private long waitMsMax;

    @Option(
            names = "--rss-mb",
            defaultValue = "1024",
            description = "Limit of the memory of the process, in MB; default ${DEFAULT-VALUE}, for a heap of 512m.")
    private long rssMbMax;

    @Option(
            names = "--log-lines",
            defaultValue = "8",
            description = "Limit of the log lines of one attack; default ${DEFAULT-VALUE}.")
    private int logLinesMax;

    private final PrintStream out = System.out;

    /** Runs the attacks and prints the measurements. */
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
