package io.tickbus.cli.q;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.q.Atom;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QSessionTest {
    private static QSession connect(AskedQ q) throws CommandFailure {
        return new QSession(q.address(), "", null, false, 10_000, 0);
    }

    @Test
    void answerThatCameTooLateIsNotTakenForTheNextOne() throws Exception {
        try (AskedQ q = new AskedQ(Map.of());
                QSession session = connect(q)) {
            assertThatThrownBy(() -> session.requestAside("later[]", 1)).isInstanceOf(TimeoutException.class);
            q.awaitLater();
            q.answerLater();

            assertThat(session.request("2")).isEqualTo(Atom.ofLong(2));
        }
    }

    @Test
    void cuttingTheConnectionEndsTheWaitForAnAnswer() throws Exception {
        try (AskedQ q = new AskedQ(Map.of());
                QSession session = connect(q)) {
            CompletableFuture<String> told = CompletableFuture.supplyAsync(() -> {
                try {
                    return "answered: " + session.request("later[]");
                } catch (CommandFailure closed) {
                    return String.valueOf(closed.getMessage());
                } catch (InterruptedException interrupted) {
                    return "interrupted";
                }
            });
            q.awaitLater();

            session.cut();

            assertThat(told.get()).isEqualTo(q.address() + ": the connection was closed");
        }
    }
}
