package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.Deadline;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.ServerAddress;
import io.tickbus.config.Secret;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.QFormatException;
import io.tickbus.q.wire.Connection;
import io.tickbus.q.wire.Header;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The demo's connection to q. It defines the demo's functions and makes q send the demo's messages. */
final class DemoControl implements AutoCloseable {
    private static final String DEFINITIONS = "/q/demo.q";

    private final ServerAddress q;
    private final Deadline deadline;
    private final Connection connection;

    DemoControl(ServerAddress q, String user, @Nullable Secret password, Deadline deadline) throws CommandFailure {
        this.q = q;
        this.deadline = deadline;
        try {
            connection = new Connection(Header.MESSAGE_BYTES_MAX);
            String secret = password == null ? null : password.value();
            connection.open(q.host(), q.port(), user, secret, false, deadline.leftMs());
        } catch (IOException error) {
            throw new CommandFailure(ExitCode.FAILED, String.valueOf(error.getMessage()));
        }
    }

    /** Defines the demo's two functions in a real q. The demo's own server already has these functions. */
    void define() throws CommandFailure {
        for (String line : lines()) {
            if (!line.isBlank() && !line.startsWith("/")) {
                if (!evaluate(line)) {
                    throw new CommandFailure(ExitCode.FAILED, q + ": no reply to " + line + " within --timeout");
                }
            }
        }
    }

    private static List<String> lines() {
        try (InputStream in = Objects.requireNonNull(DemoControl.class.getResourceAsStream(DEFINITIONS), DEFINITIONS);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Makes q send messages to each subscriber. q answers after it has sent all messages. A missing answer is no
     * failure. The demo then waits for the rows and reports how many arrived.
     */
    void send(int messages) throws CommandFailure {
        evaluate(".demo.send " + messages);
    }

    /** Sends a q expression and waits for q's answer. Returns false if no answer arrives before the deadline. */
    private boolean evaluate(String text) throws CommandFailure {
        try {
            connection.send(MessageKind.SYNC, ByteVector.utf8(text));
            while (true) {
                while (connection.frames().hasMessage()) {
                    Message message = connection.frames().poll();
                    if (message.kind() == MessageKind.RESPONSE) {
                        requireNoError(text, message);
                        return true;
                    }
                }
                connection.readTimeout(deadline.leftMs());
                if (connection.read() < 0) {
                    throw new CommandFailure(
                            ExitCode.FAILED, q + ": the connection was closed instead of a reply to " + text);
                }
            }
        } catch (SocketTimeoutException timeout) {
            return false;
        } catch (QFormatException noMessage) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    q + ": the reply to " + text + " is not q IPC; is it a q process? " + noMessage.getMessage());
        } catch (IOException error) {
            throw new CommandFailure(
                    ExitCode.FAILED, q + ": " + error.getMessage() + ", waiting for the reply to " + text);
        }
    }

    private void requireNoError(String text, Message reply) throws CommandFailure {
        if (reply.value() instanceof ErrorValue error) {
            throw new CommandFailure(ExitCode.FAILED, q + ": " + text + " was refused: '" + error.text());
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
