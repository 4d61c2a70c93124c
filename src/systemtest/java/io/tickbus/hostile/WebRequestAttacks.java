package io.tickbus.hostile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Requests that the web server must refuse: too long, outside of its files, or from pages of other sites. */
final class WebRequestAttacks {
    private static final int AT_ONCE = 8;
    private static final int ROUNDS = 20;
    private static final int LONG = 200_000;
    private static final String EVIL = "Origin: https://evil.example";

    private static final List<String> UPS =
            List.of("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "..\\", "..%252f", "%c0%ae%c0%ae/", "..;/", "..%00/");
    private static final List<String> FILES = List.of("etc/passwd", "conf.yaml", "users", "WebServer.class", "login/index.html");
    private static final List<String> ROOTS = List.of("/", "//", "/webjars/", "/login/", "/eventbus/", "/\\");

    private WebRequestAttacks() {}

    /** Headers, request lines and methods that are too long, too many, or malformed. */
    static void headers(Raid raid) throws InterruptedException {
        String filler = "a".repeat(LONG);
        List<String> heads = List.of(
                "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + filler,
                "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + filler + ": 1",
                "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: tickbus=" + filler,
                "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic " + filler,
                "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + "X-Many: 1\r\n".repeat(LONG / 10) + "X-End: 1",
                "GET /" + filler + " HTTP/1.1\r\nHost: 127.0.0.1",
                "GET /api/overview?" + filler + " HTTP/1.1\r\nHost: 127.0.0.1",
                filler + " / HTTP/1.1\r\nHost: 127.0.0.1",
                "GET / HTTP/9.9\r\nHost: 127.0.0.1",
                "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1",
                "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999999999999",
                "POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6",
                "POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked",
                "PRI * HTTP/2.0\r\n\r\nSM");
        raid.each(ROUNDS * heads.size(), AT_ONCE, number -> {
            String head = heads.get(number % heads.size());
            never(raid, exchange(raid, head + "\r\n\r\n"), "a request with " + head.substring(0, Math.min(60, head.length())));
        });
    }

    /** Bodies that are too long, with and without a length. */
    static void bodies(Raid raid) throws InterruptedException {
        String megabyte = "a".repeat(1 << 20);
        String form = "Host: 127.0.0.1:" + raid.door().port() + "\r\nOrigin: " + origin(raid) + "\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        List<String> requests = List.of(
                "POST /login HTTP/1.1\r\n" + form + "Content-Length: 1048576\r\n\r\n" + megabyte,
                "POST /login HTTP/1.1\r\n" + form + "Content-Length: 10000000000\r\n\r\n" + megabyte,
                "POST /login HTTP/1.1\r\n" + form + "Transfer-Encoding: chunked\r\n\r\n" + ("10000\r\n" + "b".repeat(1 << 16) + "\r\n").repeat(100),
                "POST /login HTTP/1.1\r\n" + form + "Content-Length: 60000\r\n\r\n" + "a=1&".repeat(15_000),
                "PUT /log/levels/io.tickbus HTTP/1.1\r\n" + form + "Content-Length: 60000\r\n\r\n" + "d".repeat(60_000),
                "GET /api/overview HTTP/1.1\r\n" + form + "Transfer-Encoding: chunked\r\n\r\n" + ("10000\r\n" + "b".repeat(1 << 16) + "\r\n").repeat(100));
        raid.each(ROUNDS * requests.size(), AT_ONCE, number -> {
            String request = requests.get(number % requests.size());
            HttpAnswer answer = exchange(raid, request);
            // A node without users may answer a GET before the body is too long.
            if (request.startsWith("GET") && !raid.door().hasUsers()) {
                raid.got(answer.toString());
            } else {
                never(raid, answer, "a long body");
            }
        });
    }

    /** Paths that lead out of the folders of the page. */
    static void paths(Raid raid) throws InterruptedException {
        List<String> paths = new ArrayList<>();
        for (String root : ROOTS) {
            for (String up : UPS) {
                FILES.forEach(file -> paths.add(root + up.repeat(6) + file));
            }
        }
        paths.addAll(List.of(
                "/%00", "/index.html%00.js", "/app.js%00", "//evil.example/", "/..", "/%", "/%zz", "/a%0d%0aSet-Cookie:x=1",
                "http://evil.example/", "*", "/" + "a/".repeat(1900), "/io/tickbus/web/WebServer.class", "/META-INF/MANIFEST.MF",
                "/eventbus/iframe.html", "/eventbus/chunking_test", "/eventbus/1/2/xhr", "/eventbus/1/2/eventsource"));
        raid.each(paths.size(), AT_ONCE, number -> {
            String path = paths.get(number);
            HttpAnswer answer = exchange(raid, "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            raid.got(answer.toString());
            String body = answer.body();
            boolean isPage = body.contains("<title>") && body.contains("</html>");
            if ((answer.status() == HttpAnswer.OK && !isPage)
                    || body.contains("root:") || body.contains(Setup.SECRET) || answer.headers().contains("x=1")) {
                raid.violation(path + " gives " + answer);
            }
        });
    }

    /** Requests with the headers of another site's page, and requests for another site's host name. */
    static void crossSite(Raid raid) throws InterruptedException {
        String upgrade = String.join(
                "\r\n",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "");
        String host = "Host: 127.0.0.1:" + raid.door().port() + "\r\n";
        List<String> requests = new ArrayList<>(List.of(
                "GET /api/overview HTTP/1.1\r\n" + host + EVIL,
                "GET /api/tables HTTP/1.1\r\n" + host + "Origin: null",
                "GET /log/levels HTTP/1.1\r\n" + host + EVIL,
                "PUT /log/levels/io.tickbus HTTP/1.1\r\nContent-Length: 0\r\n" + host + EVIL,
                "DELETE /log/levels/io.tickbus HTTP/1.1\r\n" + host + EVIL,
                "GET /eventbus/info HTTP/1.1\r\n" + host + EVIL,
                "GET /eventbus/websocket HTTP/1.1\r\n" + upgrade + host + EVIL,
                "GET /eventbus/1/2/websocket HTTP/1.1\r\n" + upgrade + host + EVIL,
                "GET /api/overview HTTP/1.1\r\nHost: evil.example",
                "GET /eventbus/websocket HTTP/1.1\r\n" + upgrade + "Host: evil.example"));
        if (raid.door().hasUsers()) {
            String form = "Content-Type: application/x-www-form-urlencoded\r\n";
            String login = "user=good&password=" + raid.door().password().replace(" ", "%20");
            String length = "Content-Length: " + login.length() + "\r\n";
            requests.add("POST /login HTTP/1.1\r\n" + form + length + host + "\r\n" + login);
            requests.add("POST /login HTTP/1.1\r\n" + form + length + host + EVIL + "\r\n\r\n" + login);
        }
        raid.each(ROUNDS * requests.size(), AT_ONCE, number -> {
            String request = requests.get(number % requests.size());
            // A login has its own last headers.
            String end = request.startsWith("POST") ? "" : "\r\n" + authorization(raid.door()) + "\r\n";
            never(raid, exchange(raid, request + end), request.split("\r\n", 2)[0] + " of another site");
        });
    }

    static String authorization(Door door) {
        return door.hasUsers() ? "Authorization: Bearer " + door.tokens().good() + "\r\n" : "";
    }

    static String origin(Raid raid) {
        return (raid.door().hasTls() ? "https" : "http") + "://127.0.0.1:" + raid.door().port();
    }

    /** Sends a request over a connection of its own. */
    static HttpAnswer exchange(Raid raid, String request) throws IOException {
        Intruder intruder = raid.connect();
        HttpAnswer answer = intruder.request(request);
        raid.close(intruder);
        return answer;
    }

    /** Notes an answer that must be a refusal. */
    static void never(Raid raid, HttpAnswer answer, String what) {
        raid.got(answer.toString());
        if (!answer.isRefusal() || answer.body().contains(Setup.SECRET)) {
            raid.violation(what + " gives " + answer);
        }
    }
}
