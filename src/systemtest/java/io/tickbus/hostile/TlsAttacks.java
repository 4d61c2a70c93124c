package io.tickbus.hostile;

import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Attacks on TLS. */
final class TlsAttacks {
    private static final int AT_ONCE = 20;
    private static final int QUIET_MS = 500;
    private static final int HANDSHAKE_MS = 11_000;
    private static final int SECONDS = 10;
    private static final int RECORD_BYTES_MAX = 1 << 14;
    /** The first bytes of a TLS record (1.2 or 1.3) with a ClientHello. */
    private static final byte[] HELLO = {0x16, 3, 3, 0, 0, 1, 0};

    private static final int LENGTH_AT = 3;

    private TlsAttacks() {}

    /** TLS records with random bytes in place of a ClientHello. */
    static void garbage(Raid raid) throws InterruptedException {
        raid.each(1000, AT_ONCE, number -> {
            Intruder intruder = raid.tcp();
            intruder.send(hello(number));
            raid.got(intruder.fate(QUIET_MS));
            raid.close(intruder);
        });
    }

    private static byte[] hello(int number) {
        Random random = Raid.random(number);
        int length = HELLO.length + random.nextInt(RECORD_BYTES_MAX - HELLO.length);
        byte[] record = new byte[LENGTH_AT + 2 + length];
        random.nextBytes(record);
        System.arraycopy(HELLO, 0, record, 0, HELLO.length);
        record[LENGTH_AT] = (byte) (length >> 8);
        record[LENGTH_AT + 1] = (byte) length;
        return record;
    }

    /** q handshakes without TLS. */
    static void plain(Raid raid) throws InterruptedException {
        raid.each(1000, AT_ONCE, number -> {
            Intruder intruder = raid.tcp();
            intruder.send(Door.BAD + ":" + "x".repeat(number % 100) + "\3\0");
            raid.got(intruder.fate(QUIET_MS));
            raid.close(intruder);
        });
    }

    /**
     * Half a ClientHello, or a TLS handshake without a q handshake, until the time limit of the server; and repeated
     * TLS handshakes.
     */
    static void halves(Raid raid) throws InterruptedException {
        Queue<Intruder> held = new ConcurrentLinkedQueue<>();
        raid.each(500, AT_ONCE, number -> {
            Intruder intruder = number % 2 == 0 ? raid.tcp() : raid.connect();
            if (number % 2 == 0) {
                byte[] hello = hello(number);
                intruder.send(Arrays.copyOf(hello, Math.min(100, hello.length - 1)));
            }
            held.add(intruder);
        });
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(HANDSHAKE_MS);
        raid.each(8, 8, number -> {
            while (System.nanoTime() < endNs) {
                raid.close(raid.connect());
                raid.got("TLS handshakes");
            }
        });
        held.forEach(intruder -> raid.got("of the halves " + intruder.fate(1)));
    }

    /** New keys with each request: another handshake with TLS 1.2, a key update with TLS 1.3. */
    static void renegotiation(Raid raid) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        raid.each(8, 8, number -> {
            String protocol = number % 2 == 0 ? "TLSv1.2" : "TLSv1.3";
            Intruder intruder = raid.connect(protocol);
            intruder.logIn(Door.BAD, raid.door().password());
            String answer = Intruder.ANSWERED;
            while (System.nanoTime() < endNs && answer.equals(Intruder.ANSWERED)) {
                intruder.renegotiate();
                answer = intruder.ask("1+1");
                raid.got(protocol + " " + answer);
            }
        });
    }
}
