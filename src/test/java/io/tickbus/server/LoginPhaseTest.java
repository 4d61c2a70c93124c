package io.tickbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.access.Rights;
import io.tickbus.access.Users;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.wire.MessageKind;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoginPhaseTest {
    private static final byte[] HELLO = "joe:sesame\3\0".getBytes(StandardCharsets.ISO_8859_1);

    private final Promise<Rights> checked = Promise.promise();
    private int paused;
    private int admittedBytes = -1;
    private final LoginPhase loginPhase = new LoginPhase(
            (handshake, wanted) -> checked.future(),
            () -> paused++,
            (handshake, permissions, received) -> admittedBytes = received.length,
            (refusal, reason) -> {});

    @Test
    void noMoreIsReadWhileThePasswordIsLookedAtThanMayBeKept() {
        loginPhase.receive(HELLO);
        loginPhase.receive(new byte[LoginPhase.EARLY_BYTES_MAX - HELLO.length]);
        assertThat(paused).isZero();
        loginPhase.receive(new byte[1]);
        assertThat(paused).isEqualTo(1);

        checked.complete(Rights.ALL);
        assertThat(admittedBytes).isEqualTo(LoginPhase.EARLY_BYTES_MAX + 1);
    }

    @Test
    void whatCameTooEarlyIsAnsweredAllTheSame() throws Exception {
        CompletableFuture<Boolean> asked = new CompletableFuture<>();
        Users slow = (user, password, wanted) -> {
            asked.complete(true);
            return checked.future();
        };
        try (var running = new RunningServer(
                        new ServerLimits(1, 1 << 20, 1 << 20), RunningServer::echo, slow, null, peer -> true);
                var client = RawClient.connect(running.port())) {
            client.send(HELLO);
            asked.get(20, TimeUnit.SECONDS);
            client.send(MessageKind.SYNC, ByteVector.chars("x".repeat(5 * LoginPhase.EARLY_BYTES_MAX)));
            client.send(MessageKind.SYNC, Atom.ofLong(7));
            running.context().runOnContext(now -> checked.complete(Rights.ALL));

            assertThat(client.read()).isEqualTo(3);
            assertThat(client.value()).isEqualTo(ByteVector.chars("x".repeat(5 * LoginPhase.EARLY_BYTES_MAX)));
            assertThat(client.value()).isEqualTo(Atom.ofLong(7));
        }
    }
}
