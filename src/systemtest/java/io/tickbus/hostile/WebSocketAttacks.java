package io.tickbus.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** WebSockets to the bridge of the event bus, with messages that are too many, too long, malformed or not permitted. */
final class WebSocketAttacks {
    private static final int AT_ONCE = 20;
    private static final int ROUNDS = 5;
    private static final int MESSAGES = 50_000;
    private static final int QUIET_MS = 3000;
    private static final int TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private static final List<String> MESSAGES_OF_FLOOD = List.of(
            "{}",
            "null",
            "[]",
            "not json",
            "[\"null\"]",
            "{\"type\":\"none\",\"address\":\"a\"}",
            "{\"type\":\"send\",\"address\":7,\"headers\":\"x\"}",
            "{\"type\":\"register\",\"address\":\"tickbus.status\"}",
            "{\"type\":\"publish\",\"address\":\"tickbus.status\",\"body\":{}}",
            "{\"type\":\"register\",\"address\":\"" + "a".repeat(5000) + "\"}",
            query("trade"),
            query("secret"));

    private WebSocketAttacks() {}

    private static String query(String table) {
        return "{\"type\":\"send\",\"address\":\"tickbus.table." + table
                + ".query\",\"replyAddress\":\"r\",\"body\":{\"op\":\"select\",\"query\":\"select from " + table + "\"}}";
    }

    /** Each socket sends one kind of message as fast as it can, and reads nothing. */
    static void messages(Raid raid) throws InterruptedException {
        raid.each(ROUNDS * MESSAGES_OF_FLOOD.size(), AT_ONCE, number -> {
            Intruder socket = open(raid, raid.door().tokens().bad());
            byte[] frame = frame(MESSAGES_OF_FLOOD.get(number % MESSAGES_OF_FLOOD.size()));
            raid.got("flooding " + flood(socket, frame));
        });
        raid.each(AT_ONCE, AT_ONCE, number -> {
            Intruder socket = open(raid, raid.door().tokens().bad());
            socket.send(frame("a".repeat(number % 2 == 0 ? 1 << 20 : 70_000)));
            expect(raid, socket.fate(QUIET_MS).equals(Intruder.CLOSED), "a long message", Intruder.CLOSED);
        });
        raid.each(AT_ONCE, AT_ONCE, number -> forbidden(raid));
        raid.each(AT_ONCE, AT_ONCE, number -> {
            if (raid.door().hasUsers()) {
                WebRequestAttacks.never(raid, WebRequestAttacks.exchange(raid, upgrade(raid, "")), "a WebSocket without a user");
            }
        });
    }

    /** Writes until the server closes the connection. */
    private static String flood(Intruder socket, byte[] frame) {
        try {
            for (int i = 0; i < MESSAGES; i++) {
                socket.send(frame);
            }
            return socket.fate(QUIET_MS);
        } catch (IOException closed) {
            return Intruder.CLOSED;
        }
    }

    /** A user queries a table that it may not read. */
    private static void forbidden(Raid raid) throws IOException {
        if (!raid.door().hasUsers()) {
            return;
        }
        Intruder socket = open(raid, raid.door().tokens().bad());
        socket.send(frame(query("secret")));
        String answer = socket.text(QUIET_MS);
        expect(raid, !answer.contains(Setup.SECRET) && answer.contains("rejected"), "a forbidden query", "refused");
    }

    private static void expect(Raid raid, boolean isAsExpected, String what, String outcome) {
        raid.got(what + " " + (isAsExpected ? outcome : "permitted"));
        if (!isAsExpected) {
            raid.violation(what + " was permitted");
        }
    }

    /** More WebSockets of one user than the server has room for. Each stays open. */
    static void flood(Raid raid) throws InterruptedException {
        Queue<Intruder> held = new ConcurrentLinkedQueue<>();
        raid.each(Math.min(3000, raid.connections()), AT_ONCE, number -> {
            Intruder socket = open(raid, raid.door().tokens().bad());
            socket.send(frame("{\"type\":\"register\",\"address\":\"tickbus.status\"}"));
            held.add(socket);
        });
        TimeUnit.SECONDS.sleep(2);
        held.forEach(socket -> raid.got("held " + socket.fate(1)));
    }

    private static Intruder open(Raid raid, String token) throws IOException {
        Intruder socket = raid.connect();
        HttpAnswer answer = socket.request(upgrade(raid, token));
        if (answer.status() != 101) {
            raid.close(socket);
            throw new IOException("no WebSocket: " + answer);
        }
        return socket;
    }

    private static String upgrade(Raid raid, String token) {
        return "GET /eventbus/websocket HTTP/1.1\r\nHost: 127.0.0.1:" + raid.door().port()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n") + "\r\n";
    }

    /** Returns a text frame of a client. Its mask is zero, so that the text stays as it is. */
    private static byte[] frame(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(TEXT);
        if (bytes.length < LENGTH_16) {
            frame.write(MASKED | bytes.length);
        } else if (bytes.length < 1 << 16) {
            frame.write(MASKED | LENGTH_16);
            frame.write(bytes.length >> 8);
            frame.write(bytes.length);
        } else {
            frame.write(MASKED | LENGTH_64);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) bytes.length >> shift));
            }
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(bytes);
        return frame.toByteArray();
    }
}
