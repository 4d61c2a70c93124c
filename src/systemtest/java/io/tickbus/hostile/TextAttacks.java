package io.tickbus.hostile;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Attacks with long texts, many requests and many names. */
final class TextAttacks {
    private static final int MEGABYTE = 1 << 20;
    /** A length just below the longest text that a gateway parses, in bytes. */
    private static final int READ_BYTES = 65_000;

    private static final int PIPELINED = 160_000;
    private static final int PIPELINED_AT_ONCE = 40_000;
    private static final int SYMBOLS = 300_000;
    private static final int NAMES = 4000;

    private TextAttacks() {}

    /** Queries of 1 MB, and queries that are just short enough. */
    static void megabytes(Raid raid) throws InterruptedException {
        List<String> texts = List.of(
                " ".repeat(MEGABYTE) + "1+1",
                "a".repeat(MEGABYTE),
                ";".repeat(MEGABYTE),
                "\n".repeat(MEGABYTE),
                "select from trade where sym=`" + "a".repeat(MEGABYTE),
                "9".repeat(READ_BYTES),
                "1 ".repeat(READ_BYTES / 2),
                "`a".repeat(READ_BYTES / 2),
                ";".repeat(READ_BYTES),
                " ".repeat(READ_BYTES) + "1",
                "a.".repeat(READ_BYTES / 2),
                "/".repeat(READ_BYTES),
                "select from trade where sym in " + "`a".repeat(READ_BYTES / 2),
                "select from trade where sym like \"" + "*a".repeat(READ_BYTES / 2) + "\"",
                "select " + "a,".repeat(READ_BYTES / 2) + "a from trade");
        raid.each(4, 4, number -> {
            Intruder intruder = raid.enter();
            for (String text : texts) {
                raid.got(intruder.ask(text));
            }
        });
    }

    /** Half a million short requests. The attackers do not wait for answers between them. */
    static void pipeline(Raid raid) throws InterruptedException {
        byte[] tiny = Forged.repeated(Forged.text("1+1"), PIPELINED_AT_ONCE);
        raid.each(3, 3, number -> {
            Intruder intruder = raid.enter();
            Thread sender = new Thread(() -> sendAll(intruder, tiny), "pipeline");
            sender.start();
            for (int i = 0; i < PIPELINED; i++) {
                String answer = intruder.answer();
                raid.got(answer);
                if (answer.equals(Intruder.CLOSED) || answer.equals(Intruder.WAITING)) {
                    break;
                }
            }
            raid.close(intruder);
            sender.join();
        });
    }

    private static void sendAll(Intruder intruder, byte[] tiny) {
        try {
            for (int sent = 0; sent < PIPELINED; sent += PIPELINED_AT_ONCE) {
                intruder.send(tiny);
            }
        } catch (IOException cutOff) {
            // the thread that reads the answers sees the failure
        }
    }

    /** New symbols, in values and as names in texts. A process never frees symbols. */
    static void symbols(Raid raid) throws InterruptedException {
        raid.each(10, 2, number -> {
            Intruder intruder = raid.enter();
            raid.got("for symbols " + intruder.ask(Forged.symbols(number * SYMBOLS, SYMBOLS)));
            raid.close(intruder);
        });
        raid.each(50, 2, number -> {
            Intruder intruder = raid.enter();
            String names = IntStream.range(0, NAMES)
                    .mapToObj(i -> String.format(Locale.ROOT, "n%dx%d:price", number, i))
                    .collect(Collectors.joining(","));
            raid.got("for names " + intruder.ask("select " + names + " from trade"));
            raid.got("for literals "
                    + intruder.ask("`" + names.replace(":price,", "`").replace(":price", "")));
            raid.close(intruder);
        });
    }
}
