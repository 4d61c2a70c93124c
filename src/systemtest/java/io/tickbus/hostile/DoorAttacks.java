package io.tickbus.hostile;

import java.io.IOException;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Attacks on handshakes and logins. */
final class DoorAttacks {
    private static final int AT_ONCE = 20;
    private static final int NOISE_BYTES_MAX = 5000;
    private static final int QUIET_MS = 200;
    /** The wait for the end of an unfinished handshake, in ms. A server closes it after 10 s. */
    private static final int HANDSHAKE_MS = 11_000;

    private static final int PART_OF_REQUEST_BYTES = 40_000;
    private static final int REQUEST_BYTES = 60_000;

    private DoorAttacks() {}

    /** Random bytes as a handshake or as the first request. */
    static void randomBytes(Raid raid) throws InterruptedException {
        raid.each(raid.logins(1000), AT_ONCE, number -> {
            Random random = Raid.random(number);
            byte[] noise = new byte[1 + random.nextInt(NOISE_BYTES_MAX)];
            random.nextBytes(noise);
            Intruder intruder = number % 2 == 0 ? raid.enter() : raid.connect();
            intruder.send(noise);
            raid.got(intruder.fate(QUIET_MS));
            raid.close(intruder);
        });
    }

    /** Unfinished handshakes: 2000 clients continue to send, and 900 stop. */
    static void handshakes(Raid raid) throws InterruptedException {
        Queue<Intruder> held = new ConcurrentLinkedQueue<>();
        raid.each(900, AT_ONCE, number -> {
            Intruder intruder = raid.connect();
            intruder.send("x".repeat(500));
            held.add(intruder);
        });
        raid.each(2000, AT_ONCE, number -> {
            Intruder intruder = raid.connect();
            intruder.send("y".repeat(3000));
            raid.got("of the endless " + intruder.fate(QUIET_MS));
            raid.close(intruder);
        });
        TimeUnit.MILLISECONDS.sleep(HANDSHAKE_MS);
        held.forEach(intruder -> raid.got("of the unfinished " + intruder.fate(1)));
    }

    /** More connections than the server accepts. Each stays open, and sends a part of a request. */
    static void flood(Raid raid) throws InterruptedException {
        Queue<Intruder> all = new ConcurrentLinkedQueue<>();
        String hello = Door.BAD + (raid.door().hasUsers() ? ":" + raid.door().password() : "") + "\3\0";
        raid.each(raid.connections(), AT_ONCE, number -> {
            Intruder intruder = raid.connect();
            intruder.send(hello);
            all.add(intruder);
        });
        Queue<Intruder> in = new ConcurrentLinkedQueue<>();
        raid.each(1, 1, one -> {
            for (Intruder intruder : all) {
                String entry = intruder.entry();
                raid.got(entry);
                if (!entry.equals(Intruder.CLOSED)) {
                    in.add(intruder);
                }
            }
        });
        byte[] part = Forged.half(REQUEST_BYTES, PART_OF_REQUEST_BYTES);
        raid.each(1, 1, one -> {
            for (Intruder intruder : in) {
                send(raid, intruder, part);
            }
        });
        TimeUnit.SECONDS.sleep(3);
        in.forEach(intruder -> raid.got("with half a request " + intruder.fate(1)));
    }

    private static void send(Raid raid, Intruder intruder, byte[] bytes) {
        try {
            intruder.send(bytes);
        } catch (IOException cutOff) {
            raid.got("with half a request cut off while sending it");
        }
    }

    /** Many clients guess passwords for 10 s, while one client logs in with the right password. */
    static void passwords(Raid raid) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        raid.each(200, 200, number -> {
            if (number == 0) {
                bystander(raid);
            }
            for (int i = 0; System.nanoTime() < endNs; i++) {
                Intruder intruder = raid.connect();
                raid.got("with a wrong password " + intruder.logIn(Door.BAD, "guess" + i));
                raid.close(intruder);
            }
        });
    }

    private static void bystander(Raid raid) throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(2);
        long startNs = System.nanoTime();
        String entry = raid.connect().logIn(Door.BAD, raid.door().password());
        raid.got("with the right password meanwhile " + entry + " after " + (System.nanoTime() - startNs) / 1_000_000
                + " ms");
    }
}
