package io.tickbus.hostile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Attacks with sessions, tokens and passwords of other users. */
final class WebLoginAttacks {
    private static final int SECONDS = 10;
    private static final int GUESSERS = 50;
    private static final int ROUNDS = 10;
    private static final int SEE_OTHER = 303;

    private WebLoginAttacks() {}

    /** Session ids from before a login, from after a logout, and invented ones. */
    static void sessions(Raid raid) throws InterruptedException {
        raid.each(ROUNDS, 1, number -> {
            String name = raid.door().hasTls() ? "__Host-tickbus" : "tickbus";
            String fixed = name + "=" + String.format(Locale.ROOT, "%032x", number);
            HttpAnswer in = login(raid, Door.BAD, raid.door().password(), fixed);
            String session = in.cookie();
            if (in.status() != SEE_OTHER || session.isEmpty()) {
                raid.violation("the right password gives " + in);
                return;
            }
            if (session.equals(fixed)) {
                raid.violation("a login keeps the session id of the request");
            }
            WebRequestAttacks.never(raid, get(raid, "Cookie: " + fixed), "a session id from before the login");
            if (get(raid, "Cookie: " + session).status() != HttpAnswer.OK) {
                raid.violation("the session of a login is refused");
            }
            HttpAnswer out = WebRequestAttacks.exchange(
                    raid,
                    "POST /logout HTTP/1.1\r\nContent-Length: 0\r\n" + page(raid) + "Cookie: " + session + "\r\n\r\n");
            if (out.status() != SEE_OTHER) {
                raid.violation("the logout gives " + out);
            }
            WebRequestAttacks.never(raid, get(raid, "Cookie: " + session), "a session after its logout");
            WebRequestAttacks.never(
                    raid,
                    get(raid, "Cookie: " + session.substring(0, session.length() - 1) + "!"),
                    "an invented session id");
        });
    }

    /** Expired, foreign, cut and invented tokens, for {@value #SECONDS} s. */
    static void tokens(Raid raid) throws InterruptedException {
        Door.Tokens tokens = raid.door().tokens();
        List<String> known = List.of(
                tokens.expired(),
                tokens.foreign(),
                tokens.good() + "x",
                tokens.good().substring(0, tokens.good().length() - 1),
                tokens.good().toUpperCase(Locale.ROOT),
                " ",
                "null",
                "a".repeat(5000));
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        raid.each(GUESSERS, GUESSERS, number -> {
            for (int i = number; System.nanoTime() < endNs; i++) {
                String token = i < 2 * GUESSERS ? known.get(i % known.size()) : "guess" + i;
                attempt(raid, "Authorization: Bearer " + token, "a wrong token");
            }
        });
    }

    /** Guessed passwords with Basic and with the login form, for {@value #SECONDS} s. */
    static void passwords(Raid raid) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        raid.each(GUESSERS, GUESSERS, number -> {
            for (int i = 0; System.nanoTime() < endNs; i++) {
                if (number % 2 == 0) {
                    String guess = Door.GOOD + ":guess" + i;
                    String basic = Base64.getEncoder().encodeToString(guess.getBytes(StandardCharsets.UTF_8));
                    attempt(raid, "Authorization: Basic " + basic, "a wrong password");
                } else {
                    HttpAnswer answer = login(raid, Door.GOOD, "guess" + i, "a=b");
                    raid.got(answer.cookie().isEmpty() ? "login refused" + answer.status() : "logged in");
                    if (!answer.cookie().isEmpty()) {
                        raid.violation("a wrong password gives a session");
                    }
                }
            }
        });
    }

    private static void attempt(Raid raid, String header, String what) throws IOException {
        WebRequestAttacks.never(raid, get(raid, header), what);
    }

    private static HttpAnswer get(Raid raid, String header) throws IOException {
        return WebRequestAttacks.exchange(
                raid, "GET /api/overview HTTP/1.1\r\nHost: 127.0.0.1\r\n" + header + "\r\n\r\n");
    }

    /** Returns the headers of a request that the login page sends. */
    private static String page(Raid raid) {
        return "Host: 127.0.0.1:" + raid.door().port() + "\r\nOrigin: " + WebRequestAttacks.origin(raid) + "\r\n";
    }

    private static HttpAnswer login(Raid raid, String user, String password, String cookie) throws IOException {
        String form = "user=" + user + "&password=" + password.replace(" ", "%20");
        return WebRequestAttacks.exchange(
                raid,
                "POST /login HTTP/1.1\r\n" + page(raid) + "Cookie: " + cookie
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                        + "\r\n\r\n" + form);
    }
}
