package io.tickbus.hostile;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Connections that the web server must not keep: silent ones, slow ones, and too many. */
final class WebConnectionAttacks {
    private static final int AT_ONCE = 20;
    private static final int SILENT = 2000;
    private static final int HALVES = 800;
    /** The wait for the server's time limit, in s. A client must send a complete request within 10 s. */
    private static final int SECONDS = 13;
    /** The default of {@code web.connectionsMax}. */
    private static final int CONNECTIONS_MAX = 1024;

    private static final int READERS = 40;
    private static final int PIPELINED = 4000;

    private static final Pattern LIBRARY = Pattern.compile("webjars/tabulator-tables/[^\"]*\\.js");

    private static final List<String> HALF_REQUESTS = List.of(
            "GET /api/over",
            "GET /api/overview HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
            "POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nuser=",
            "POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\nuser=");

    private WebConnectionAttacks() {}

    /** Clients that connect and send nothing. */
    static void silence(Raid raid) throws InterruptedException {
        Queue<Intruder> held = new ConcurrentLinkedQueue<>();
        raid.each(SILENT, AT_ONCE, number -> held.add(raid.connect()));
        TimeUnit.SECONDS.sleep(SECONDS);
        expectClosed(raid, held, "silent");
    }

    /** Clients that send half a request, and then one byte a second. */
    static void halves(Raid raid) throws InterruptedException {
        Queue<Intruder> held = new ConcurrentLinkedQueue<>();
        raid.each(HALVES, AT_ONCE, number -> {
            Intruder intruder = raid.connect();
            intruder.send(HALF_REQUESTS.get(number % HALF_REQUESTS.size()));
            held.add(intruder);
        });
        for (int second = 0; second < SECONDS; second++) {
            held.forEach(intruder -> send(intruder, "a"));
            TimeUnit.SECONDS.sleep(1);
        }
        expectClosed(raid, held, "slow");
    }

    private static void send(Intruder intruder, String text) {
        try {
            intruder.send(text);
        } catch (IOException closed) {
            // The server closes the connection after 10 s.
        }
    }

    private static void expectClosed(Raid raid, Queue<Intruder> held, String what) {
        for (Intruder intruder : held) {
            String fate = intruder.fate(1);
            raid.got(what + " " + fate);
            if (!fate.equals(Intruder.CLOSED)) {
                raid.violation("a " + what + " client was not closed after " + SECONDS + " s");
            }
        }
    }

    /** More connections than the server has room for. Each sends a complete request and stays. */
    static void flood(Raid raid) throws InterruptedException {
        Queue<Intruder> held = new ConcurrentLinkedQueue<>();
        raid.each(raid.connections(), AT_ONCE, number -> {
            Intruder intruder = raid.connect();
            intruder.send("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            held.add(intruder);
        });
        TimeUnit.SECONDS.sleep(2);
        int open = 0;
        for (Intruder intruder : held) {
            String fate = intruder.fate(1);
            raid.got("after a request " + fate);
            open += fate.equals(Intruder.CLOSED) ? 0 : 1;
        }
        if (open > CONNECTIONS_MAX) {
            raid.violation(open + " connections were open");
        }
    }

    /** TCP connections without a TLS handshake, as many as in a flood. */
    static void noHandshake(Raid raid) throws InterruptedException {
        Queue<Intruder> held = new ConcurrentLinkedQueue<>();
        raid.each(raid.connections(), AT_ONCE, number -> held.add(raid.tcp()));
        TimeUnit.SECONDS.sleep(SECONDS);
        expectClosed(raid, held, "silent");
    }

    /** Returns the path of a library of the page, which has some 100 kB. */
    private static String longestFile(Raid raid) throws InterruptedException {
        Queue<String> found = new ConcurrentLinkedQueue<>();
        raid.each(1, 1, number -> {
            HttpAnswer page = WebRequestAttacks.exchange(
                    raid,
                    "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + WebRequestAttacks.authorization(raid.door()) + "\r\n");
            LIBRARY.matcher(page.body()).results().map(MatchResult::group).forEach(found::add);
        });
        if (found.isEmpty()) {
            raid.violation("the page is not served");
        }
        return Objects.requireNonNullElse(found.peek(), "");
    }

    /**
     * Clients that send thousands of requests, for a file of the page or for the metrics, and read no answer. The
     * limit of the process's memory is the check.
     */
    static void unread(Raid raid) throws InterruptedException {
        List<String> paths = List.of("/" + longestFile(raid), "/metrics");
        raid.each(READERS, READERS, number -> {
            Intruder reader = raid.connect();
            String request = "GET " + paths.get(number % paths.size()) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + WebRequestAttacks.authorization(raid.door()) + "\r\n";
            reader.send(request.repeat(PIPELINED));
            TimeUnit.SECONDS.sleep(SECONDS);
            raid.got("unread answers");
            raid.close(reader);
        });
    }
}
