package io.tickbus.hostile;

import java.util.concurrent.TimeUnit;

/** Attacks with malformed messages, and with messages that need much memory. */
final class MessageAttacks {
    private static final int AT_ONCE = 20;
    private static final int QUIET_MS = 200;
    private static final int[] LENGTHS = {0, 8, Integer.MIN_VALUE, -1, 17 << 20, Integer.MAX_VALUE};

    private MessageAttacks() {}

    /** Headers and vectors with wrong lengths. */
    static void lengths(Raid raid) throws InterruptedException {
        raid.each(raid.logins(100), AT_ONCE, number -> {
            Intruder held = raid.enter();
            held.send(Forged.half(Forged.REQUEST_BYTES_MAX - number, 60_000));
            raid.got("with less than announced " + held.fate(QUIET_MS));
        });
        raid.each(raid.logins(500), AT_ONCE, number -> {
            Intruder intruder = raid.enter();
            intruder.send(Forged.lying(LENGTHS[number % LENGTHS.length], new byte[16]));
            raid.got("with an impossible length " + intruder.fate(QUIET_MS));
            raid.close(intruder);
        });
        raid.each(1, 1, number -> {
            Intruder intruder = raid.enter();
            for (int type = 0; type < 20; type++) {
                raid.got("for a vector too long " + intruder.ask(Forged.lyingVector(type, Integer.MAX_VALUE)));
                raid.got("for a vector of less than none " + intruder.ask(Forged.lyingVector(type, -1)));
            }
        });
        TimeUnit.SECONDS.sleep(1);
    }

    /** Deeply nested lists, and texts of brackets. */
    static void nesting(Raid raid) throws InterruptedException {
        byte[] nest = Forged.nest(200_000);
        String[] texts = {
            "(".repeat(60_000),
            "enlist ".repeat(9000) + "1",
            "{".repeat(60_000),
            "\"".repeat(60_000),
            "select ".repeat(8000),
            "select from trade where " + "(".repeat(60_000),
            "select from trade where " + "not ".repeat(10_000) + "price",
            "select " + "1+".repeat(30_000) + "size from trade"
        };
        raid.each(AT_ONCE, AT_ONCE, number -> {
            Intruder intruder = raid.enter();
            for (int i = 0; i < 5; i++) {
                raid.got(intruder.ask(nest));
            }
            for (String text : texts) {
                raid.got(intruder.ask(text));
            }
        });
    }

    /** 200 compressed messages of 140 kB that decompress to 16 MB, and 200 short ones that announce 2 GB. */
    static void bombs(Raid raid) throws InterruptedException {
        byte[] bomb = Forged.bomb();
        byte[] boast = Forged.boast();
        raid.each(AT_ONCE, AT_ONCE, number -> {
            Intruder intruder = raid.enter();
            for (int i = 0; i < 10; i++) {
                raid.got("for a bomb " + intruder.ask(bomb));
                raid.got("for a boast " + intruder.ask(boast));
            }
        });
    }

    /** Lists of seven million atoms. */
    static void atoms(Raid raid) throws InterruptedException {
        byte[] atoms = Forged.atoms(7 << 20);
        raid.each(10, 10, number -> {
            Intruder intruder = raid.enter();
            for (int i = 0; i < 3; i++) {
                raid.got(intruder.ask(atoms));
            }
        });
    }
}
