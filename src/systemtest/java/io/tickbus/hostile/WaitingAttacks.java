package io.tickbus.hostile;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Attacks with unfinished requests and unread answers. */
final class WaitingAttacks {
    private static final int READERS = 20;
    private static final int QUESTIONS = 200;
    private static final int HOLD_SECONDS = 10;
    private static final int STALLS = 40;
    /**
     * Sizes of unfinished requests, in bytes. The later ones are smaller, so that they fill the rest of the server's
     * limit.
     */
    private static final int[] STALLED_BYTES = {15 << 20, 1_500_000, 100_000};

    private WaitingAttacks() {}

    /** Clients that request the whole table repeatedly, and read no answer. */
    static void slowReaders(Raid raid) throws InterruptedException {
        Queue<Intruder> readers = new ConcurrentLinkedQueue<>();
        raid.each(READERS, READERS, number -> {
            Intruder reader = raid.enter();
            for (int i = 0; i < QUESTIONS; i++) {
                reader.send(Forged.text("select from trade"));
            }
            readers.add(reader);
        });
        TimeUnit.SECONDS.sleep(HOLD_SECONDS);
        raid.each(1, 1, one -> {
            Intruder reader = raid.enter();
            raid.got("of the whole table for one who reads " + reader.ask("select from trade"));
        });
        readers.forEach(reader -> raid.got("of the slow readers " + reader.answer() + " at first"));
    }

    /**
     * Clients that send most of a long request and stop. Together they use the memory that the server allows for
     * requests.
     */
    static void stalls(Raid raid) throws InterruptedException {
        Queue<Intruder> stalled = new ConcurrentLinkedQueue<>();
        for (int bytes : STALLED_BYTES) {
            stall(raid, bytes, stalled);
        }
        TimeUnit.SECONDS.sleep(1);
        for (int second = 1; second < HOLD_SECONDS; second++) {
            honest(raid, "request of 1 MB", " ".repeat(1 << 20));
            honest(raid, "select of the whole table", "select from trade");
            TimeUnit.SECONDS.sleep(1);
        }
        stalled.forEach(intruder -> raid.got("stalled " + intruder.fate(1)));
    }

    private static void stall(Raid raid, int bytes, Queue<Intruder> stalled) throws InterruptedException {
        byte[] most = Forged.half(Forged.REQUEST_BYTES_MAX, bytes);
        raid.each(STALLS, STALLS, number -> {
            Intruder intruder = raid.enter();
            try {
                intruder.send(most);
                stalled.add(intruder);
            } catch (IOException cutOff) {
                raid.got("stalled " + Intruder.CLOSED);
            }
        });
    }

    /** A good client with a long request or a long answer. An error that names the limit is a right answer too. */
    private static void honest(Raid raid, String what, String query) throws InterruptedException {
        raid.each(1, 1, one -> {
            Intruder honest = raid.enter();
            raid.got("honest " + what + " " + honest.ask(query));
            raid.close(honest);
        });
    }
}
