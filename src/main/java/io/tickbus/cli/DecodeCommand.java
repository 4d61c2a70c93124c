package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.q.Atom;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.Flip;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QFunction;
import io.tickbus.q.QVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Header;
import io.tickbus.q.wire.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code tickbus decode}. It prints the contents of q IPC messages, for debugging. */
@Command(
        name = "decode",
        description = {
            "Prints the header and the value of q IPC messages, as q prints it, or the error and its byte.",
            "A message is given in hexadecimal, with its header, as -8! prints it; blanks and a leading 0x are ignored."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  tickbus decode 010000000d000000fa01000000",
            "  tickbus decode messages.txt --reencode",
            "  xxd -p -c 0 captured.bin | tickbus decode"
        })
final class DecodeCommand implements Callable<Integer> {
    private static final int SHOWN_MAX = 40;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "HEX | FILE",
            description =
                    "A message, or a file with one message a line; blank lines and lines that start with # or / are skipped; "
                            + "default: standard input, read like a file.")
    private @Nullable String input;

    @Option(names = "--reencode", description = "Also prints the bytes that Tickbus writes for the value.")
    private boolean reencode;

    @Override
    public Integer call() throws CommandFailure {
        boolean good = true;
        for (String line : lines()) {
            if (!line.isBlank() && !line.startsWith("#") && !line.startsWith("/")) {
                good &= decode(line);
            }
        }
        return good ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<String> lines() throws CommandFailure {
        try {
            if (input == null) {
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
                return in.lines().toList();
            }
            if (isFile(input)) {
                return Files.readAllLines(Path.of(input), StandardCharsets.ISO_8859_1);
            }
            return List.of(input);
        } catch (IOException unreadable) {
            throw new CommandFailure(ExitCode.USAGE, "cannot read " + input + ": " + unreadable.getMessage());
        }
    }

    private static boolean isFile(String text) {
        try {
            return Files.isRegularFile(Path.of(text));
        } catch (InvalidPathException noPath) {
            return false;
        }
    }

    private boolean decode(String line) {
        PrintWriter out = spec.commandLine().getOut();
        String hex = line.replaceAll("\\s", "").replaceFirst("^0x", "");
        if (!hex.matches("([0-9a-fA-F]{2})+")) {
            return bad(hex, line.equals(input) ? "neither a file nor hexadecimal bytes" : "not hexadecimal bytes");
        }
        try {
            byte[] bytes = HexFormat.of().parseHex(hex);
            Message message = Message.decode(bytes);
            Header header = Header.read(bytes, 0, Header.MESSAGE_BYTES_MAX);
            out.printf(
                    "%s, %s-endian, %s%d bytes, type %d%n",
                    message.kind().name().toLowerCase(Locale.ROOT),
                    header.littleEndian() ? "little" : "big",
                    header.compressed() ? "compressed, " : "",
                    header.length(),
                    type(message.value()));
            out.println(ConsoleText.of(message.value()));
            if (reencode) {
                out.println(HexFormat.of().formatHex(message.encode()));
            }
            return true;
        } catch (QFormatException malformed) {
            return bad(hex, String.valueOf(malformed.getMessage()));
        } catch (IllegalArgumentException notKept) {
            return bad(hex, String.valueOf(notKept.getMessage()));
        }
    }

    /** Returns the number that q's function {@code type} returns for a value. */
    private static int type(Value value) {
        if (value instanceof Atom atom) {
            return -atom.type().code();
        }
        if (value instanceof QVector vector) {
            return vector.type().code();
        }
        if (value instanceof QDictionary dictionary) {
            return dictionary.sorted() ? 127 : 99;
        }
        if (value instanceof QFunction function) {
            return function.code();
        }
        return value instanceof Flip ? 98 : -128;
    }

    private boolean bad(String hex, String reason) {
        String shown = hex.length() <= SHOWN_MAX ? hex : hex.substring(0, SHOWN_MAX) + "...";
        spec.commandLine().getErr().println("tickbus decode: " + shown + ": " + reason);
        return false;
    }
}
