package io.tickbus.cli.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tickbus.cli.CommandLineRun;
import io.tickbus.cli.Main;
import io.tickbus.log.AnotherProcess;
import io.tickbus.log.LogWriter;
import io.tickbus.q.Atom;
import io.tickbus.q.FullSymbols;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Symbols;
import io.tickbus.q.wire.Encoder;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log commands, on logs put together by hand. */
class LogCommandTest {
    private static final byte[] HEAD = bytes("ff01000000000000");
    /** (`upd;`trade;(0D09:30;`IBM;1.5;100)). */
    private static final byte[] IBM =
            bytes("000003000000f575706400f5747261646500000004000000f000f0d9ce1a1f0000f549424d00"
                    + "f7000000000000f83ff96400000000000000");
    /** (`upd;`trade;(0D09:30 0D09:30:00.000000001;`IBM`MSFT;1.5 2.5;100 200)). */
    private static final byte[] TWO = bytes("000003000000f575706400f5747261646500000004000000100002000000"
            + "00f0d9ce1a1f000001f0d9ce1a1f00000b000200000049424d004d53465400"
            + "090002000000000000000000f83f00000000000004400700020000006400000000000000c800000000000000");
    /** (`upd;`quote;(`A;0N)). */
    private static final byte[] QUOTE =
            bytes("000003000000f575706400f571756f7465000000" + "02000000f54100f90000000000000080");
    /** (`.u.end;2026.08.21). */
    private static final byte[] END = bytes("000002000000f52e752e656e6400f201260000");

    @TempDir
    private Path dir;

    private Path log;

    @BeforeEach
    void chooseLog() {
        log = dir.resolve("sym2026.08.21");
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private void write(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        Files.write(log, all.toByteArray());
    }

    @Test
    void catOfATableThatTheLogHasNotFailsWithTheNearestName() throws IOException {
        write(HEAD, IBM, QUOTE);
        CommandLineRun run = run("cat", "--table", "trad");
        assertThat(run.err().strip())
                .isEqualTo("tickbus: " + log + " has no rows of a table trad; did you mean trade?");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run("cat", "--table", "orders").err().strip()).endsWith("a table orders; known here: trade, quote");
        assertThat(run("cat", "--table", "trade", "--rows", "0").exitCode()).isZero();
    }

    @Test
    void catOfRowsThatAreNotThereSaysSo() throws IOException {
        write(HEAD, IBM, QUOTE);
        CommandLineRun run = run("cat", "--table", "trade", "--syms", "APPL");
        assertThat(run.err().strip()).isEqualTo("tickbus: no row of " + log + " matches");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run("cat", "--table", "trade", "--from", "1").exitCode()).isZero(); // it stands before
        assertThat(run("cat", "--table", "trade", "--syms", "IBM").err()).isEmpty();
    }

    private CommandLineRun run(String command, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "log";
        all[1] = command;
        all[2] = log.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return CommandLineRun.of(all);
    }

    @Test
    void logWithMoreSymbolsThanThereIsRoomForIsGoodAndNothingIsCutOff() throws Exception {
        byte[] fresh = IBM.clone();
        String sym = String.format("%03d", 999);
        System.arraycopy(sym.getBytes(US_ASCII), 0, fresh, new String(IBM, ISO_8859_1).indexOf("IBM"), sym.length());
        write(HEAD, IBM, fresh, IBM);
        FullSymbols.run(() -> {
            assertThat(run("check").out()).contains("3 good messages", "ends whole");
            assertThat(run("truncate", "--in-place").out()).contains("nothing to cut off");
            assertThat(run("info").out()).contains("trade              3 rows", "ends whole");
            assertThat(run("cat").err()).contains("message 1 cannot be shown: no room for another symbol");
        });
    }

    @Test
    void infoTellsMessagesRowsAndTimes() throws IOException {
        write(HEAD, IBM, TWO, QUOTE, IBM, END);

        CommandLineRun run = run("info");

        assertThat(run.outLines())
                .containsExactly(
                        log + ": 5 messages, " + Files.size(log) + " bytes",
                        "  trade              4 rows  0D09:30:00.000000000 to 0D09:30:00.000000000",
                        "  quote              1 rows",
                        "  1 messages without rows",
                        "ends whole");
        assertThat(run.exitCode()).isZero();
    }

    /** The command is a process of its own, which knows no table before it reads the log. */
    @Test
    void infoNamesATableThatTheProcessHasNotHeardOf() throws IOException {
        byte[] unheard = IBM.clone();
        String table = "t9q7z";
        System.arraycopy(table.getBytes(US_ASCII), 0, unheard, new String(IBM, ISO_8859_1).indexOf("trade"), 5);
        write(HEAD, unheard, unheard);
        assertThat(Symbols.find(table)).as("known").isEqualTo(Symbols.find(""));

        assertThat(run("info").outLines())
                .contains("  t9q7z              2 rows  0D09:30:00.000000000 to 0D09:30:00.000000000");
    }

    @Test
    void infoTellsTablesThatThisProcessHasNotHeardOf() throws IOException {
        String table = "t" + String.format("%04d", System.nanoTime() % 10_000); // a symbol that no test has
        byte[] fresh = IBM.clone();
        System.arraycopy(
                table.getBytes(US_ASCII), 0, fresh, new String(IBM, ISO_8859_1).indexOf("trade"), table.length());
        write(HEAD, fresh, fresh);

        assertThat(run("info").out()).contains(table + "              2 rows");
    }

    @Test
    void infoAsJsonHasTheSame() throws IOException {
        write(HEAD, TWO, Arrays.copyOf(IBM, 20));

        JsonObject info = new JsonObject(run("info", "--json").out());

        assertThat(info.getLong("messages")).isEqualTo(1);
        assertThat(info.getString("end")).isEqualTo("inside a message");
        assertThat(info.getJsonArray("tables").getJsonObject(0).getString("last"))
                .isEqualTo("0D09:30:00.000000001");
    }

    @Test
    void catPrintsTablesAsQDoes() throws IOException {
        write(HEAD, IBM, TWO, QUOTE, END);

        assertThat(run("cat").outLines())
                .containsExactly(
                        "trade",
                        "x                    x1   x2  x3",
                        "---------------------------------",
                        "0D09:30:00.000000000 IBM  1.5 100",
                        "0D09:30:00.000000000 IBM  1.5 100",
                        "0D09:30:00.000000001 MSFT 2.5 200",
                        "quote",
                        "x x1",
                        "----",
                        "A ",
                        "`.u.end",
                        "2026.08.21");
    }

    @Test
    void catSelectsByTableSymMessageAndRows() throws IOException {
        write(HEAD, IBM, TWO, QUOTE, TWO, END);

        assertThat(run("cat", "--table", "trade", "--syms", "MSFT,A", "--rows", "1")
                        .outLines())
                .containsExactly(
                        "trade",
                        "x                    x1   x2  x3",
                        "-".repeat(33),
                        "0D09:30:00.000000001 MSFT 2.5 200");
        assertThat(run("cat", "--json", "--from", "2", "--syms", "A,MSFT").outLines())
                .containsExactly(
                        "{\"message\":2,\"table\":\"quote\",\"row\":{\"x\":\"A\",\"x1\":null}}",
                        "{\"message\":3,\"table\":\"trade\",\"row\":{\"x\":\"0D09:30:00.000000001\",\"x1\":\"MSFT\","
                                + "\"x2\":2.5,\"x3\":200}}");
        assertThat(run("cat", "--rows", "0").out()).isEmpty();
    }

    @Test
    void catEndsWhereNobodyReads() throws IOException {
        write(HEAD, IBM, TWO, QUOTE);
        Writer gone = new Writer() {
            @Override
            public void write(char[] text, int offset, int length) throws IOException {
                throw new IOException("Broken pipe");
            }

            @Override
            public void flush() {
                // nothing to flush
            }

            @Override
            public void close() {
                // nothing to close
            }
        };
        StringWriter err = new StringWriter();

        int exitCode = CommandLineRun.to(
                new PrintWriter(gone), new PrintWriter(err, true), "log", "cat", log.toString(), "--json");

        assertThat(exitCode).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void catTellsDamageAfterTheRowsBeforeIt() throws IOException {
        write(HEAD, IBM, new byte[] {77}, IBM);

        CommandLineRun run = run("cat", "--json");

        assertThat(run.outLines()).hasSize(1);
        assertThat(run.err()).contains("damaged after message 1", "no type 77", "tickbus log check");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void checkOfAWholeLogAndOfOneThatIsBeingWrittenIsGood() throws IOException {
        write(HEAD, IBM, TWO);
        assertThat(run("check").outLines())
                .containsExactly(log + ": 2 good messages, " + Files.size(log) + " good bytes; ends whole");
        assertThat(run("check").exitCode()).isZero();

        write(HEAD, IBM, Arrays.copyOf(TWO, 50));
        CommandLineRun partial = run("check");
        assertThat(partial.out())
                .endsWith(" good bytes; ends inside a message: 50 bytes; normal while it is being written\n");
        assertThat(partial.exitCode()).isZero();
    }

    @Test
    void checkFindsWhatIsGoodBehindDamage() throws IOException {
        write(HEAD, IBM, new byte[100], TWO, IBM, new byte[] {77, 78}, IBM, new byte[30]);
        int first = HEAD.length + IBM.length;
        int second = first + 100 + TWO.length + IBM.length;

        CommandLineRun run = run("check");

        assertThat(run.outLines()).hasSize(4);
        assertThat(run.outLines().get(0)).endsWith(": 1 good messages, " + first + " good bytes");
        assertThat(run.outLines().get(1))
                .startsWith("damaged at byte " + first + " (")
                .endsWith("): 100 bad bytes, then 2 good messages");
        // the last message has nothing good behind it
        assertThat(run.outLines().get(2))
                .startsWith("damaged at byte " + second + " (")
                .endsWith("): " + (2 + IBM.length + 30) + " bad bytes, then 0 good messages");
        assertThat(run.outLines().get(3))
                .isEqualTo("3 good messages in all, " + (100 + 2 + IBM.length + 30) + " bad bytes in 2 places");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void truncateWritesTheGoodMessagesBesideTheLogAndNotTwice() throws IOException {
        write(HEAD, IBM, TWO, new byte[] {77}, IBM);
        byte[] before = Files.readAllBytes(log);
        int good = HEAD.length + IBM.length + TWO.length;
        Path written = dir.resolve("sym2026.08.21.truncated");

        CommandLineRun run = run("truncate");

        assertThat(run.out()).startsWith(written + ": 2 messages, " + good + " bytes kept; ");
        assertThat(run.out()).contains((before.length - good) + " bytes behind them left out", "no type 77");
        assertThat(Files.readAllBytes(written)).isEqualTo(Arrays.copyOf(before, good));
        assertThat(Files.readAllBytes(log)).isEqualTo(before);
        assertThat(run("truncate").err()).contains(written + ": exists already");
        assertThat(run("truncate", "--out", dir.resolve("new").toString()).exitCode())
                .isZero();
    }

    @Test
    void truncateInPlaceCutsTheLogItself() throws IOException {
        write(HEAD, IBM, Arrays.copyOf(TWO, 50));

        assertThat(run("truncate", "--in-place").out()).contains("50 bytes behind them cut off", "not finished");
        assertThat(Files.size(log)).isEqualTo(HEAD.length + IBM.length);
        assertThat(run("truncate", "--in-place").out()).contains("nothing to cut off");
    }

    @Test
    void truncateInPlaceLeavesALogThatIsBeingWrittenAlone() throws IOException {
        write(HEAD, IBM, Arrays.copyOf(TWO, 50));
        long size = Files.size(log);
        try (LogWriter writer = LogWriter.open(log)) {
            CommandLineRun run = run("truncate", "--in-place");

            assertThat(run.err())
                    .isEqualTo("tickbus: " + log + ": another writer has it, which holds " + log + ".lock"
                            + System.lineSeparator());
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(writer.size()).isEqualTo(size);
        }
        assertThat(Files.size(log)).isEqualTo(size);
        assertThat(run("truncate", "--in-place").exitCode()).isZero();
        assertThat(dir.toFile().list()).containsExactly(log.getFileName().toString());
    }

    @Test
    void truncateInPlaceMakesNoLogOfAnEmptyFile() throws IOException {
        write();
        assertThat(run("truncate", "--in-place").err()).contains("not a tickerplant's log");
        assertThat(Files.size(log)).isZero();
    }

    @Test
    void messagePastTheLimitIsToldWithTheOptionThatReadsIt() throws IOException {
        byte[] tooLong = Encoder.body(new GeneralList(
                Atom.symbol("upd"), Atom.symbol("trade"), new LongVector(QType.LONG, new long[1 << 18])));
        write(HEAD, IBM, tooLong, IBM, TWO);
        int at = HEAD.length + IBM.length;
        String reason = "length at byte " + at + ": a message of " + tooLong.length
                + " bytes or more, messageBytesMax is 1048576; --message-mb reads longer ones";

        assertThat(run("check", "--message-mb", "1").outLines())
                .containsExactly(
                        log + ": 1 good messages, " + at + " good bytes",
                        "not read at byte " + at + " (" + reason + "): " + String.format("%,d", tooLong.length)
                                + " bytes, then 2 good messages",
                        "3 good messages in all, " + String.format("%,d", tooLong.length)
                                + " bytes not read in 1 place");
        assertThat(run("cat", "--message-mb", "1").err()).contains("not read on after message 1: " + reason);
        assertThat(run("info", "--message-mb", "1").out()).contains("not read to its end", reason);
        assertThat(run("check", "--message-mb", "3").out()).contains(": 4 good messages", "ends whole");
    }

    @Test
    void pipeIsReadAsALog() throws Exception {
        assumeThat(Files.exists(Path.of("/dev/stdin"))).isTrue();
        write(HEAD, IBM, TWO, new byte[] {77, 78, 79});
        byte[] bytes = Files.readAllBytes(log);
        String main = Main.class.getName();

        assertThat(AnotherProcess.outputOf(bytes, main, "log", "check", "/dev/stdin"))
                .startsWith("/dev/stdin: 2 good messages, " + (bytes.length - 3) + " good bytes")
                .contains("3 bad bytes, then 0 good messages");
        assertThat(AnotherProcess.outputOf(bytes, main, "log", "truncate", "/dev/stdin"))
                .isEqualTo("tickbus: /dev/stdin: it is a fifo, not a file");
    }

    @Test
    void fifoIsRefusedByAll() throws Exception {
        assumeThat(new ProcessBuilder("mkfifo", log.toString()).start().waitFor())
                .isZero();
        for (String command : new String[] {"info", "cat", "check", "truncate"}) {
            assertThat(run(command).err()).as(command).startsWith("tickbus: " + log + ": it is a fifo, not a file");
        }
    }

    @Test
    void whatIsNoLogIsRefusedByAllAndLeftAlone() throws IOException {
        Files.writeString(log, "hello, world");
        for (String command : new String[] {"info", "cat", "check", "truncate"}) {
            CommandLineRun run = run(command);
            assertThat(run.err()).as(command).startsWith("tickbus: " + log + ": not a tickerplant's log");
            assertThat(run.exitCode()).isEqualTo(1);
        }
        assertThat(run("truncate", "--in-place").exitCode()).isEqualTo(1);
        assertThat(Files.readString(log)).isEqualTo("hello, world");
    }

    @Test
    void placeAndReasonOfAFailureAreTold() {
        assertThat(run("info").err()).isEqualTo("tickbus: " + log + ": no such file" + System.lineSeparator());
        assertThat(CommandLineRun.of("log", "info", dir.toString()).err()).contains(": it is a directory, not a file");
        assertThat(run("truncate", "--in-place", "--out", "x").exitCode()).isEqualTo(2);
        assertThat(run("cat", "--from", "-1").exitCode()).isEqualTo(2);
        assertThat(CommandLineRun.of("log").exitCode()).isEqualTo(2);
        assertThat(run("info", "--message-mb", "0").exitCode()).isEqualTo(2);
    }
}
