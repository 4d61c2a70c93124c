package io.tickbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.ByteVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutboundBudgetTest {
    private static final int UNSENT_BYTES_MAX = 4 << 20;

    private final List<QConnection> clients = new CopyOnWriteArrayList<>();

    private Future<Value> enter(QConnection caller, Value request) {
        clients.add(caller);
        return Future.succeededFuture(request);
    }

    private static RawClient entered(RunningServer running) throws Exception {
        RawClient client = RawClient.open(running.port());
        client.request(ByteVector.chars("enter"));
        return client;
    }

    @Test
    void messageForManyCountsOnceUntilItHasLeftForAll() {
        OutboundBudget outboundBudget = new OutboundBudget(100);
        Buffer shared = Buffer.buffer("shared");
        outboundBudget.add(shared);
        outboundBudget.add(shared);
        outboundBudget.add(Buffer.buffer("shared")); // alike, and another
        assertThat(outboundBudget.bytes()).isEqualTo(12);

        outboundBudget.remove(shared);
        assertThat(outboundBudget.bytes()).isEqualTo(12);
        outboundBudget.remove(shared);
        assertThat(outboundBudget.bytes()).isEqualTo(6);
    }

    @Test
    @SuppressWarnings("try") // the slow ones do nothing
    void clientForWhichMostWaitsGoesWhenAllTogetherWaitForTooMuch() throws Exception {
        ServerLimits limits = new ServerLimits(9, 1 << 20, 1 << 20, 1 << 30, UNSENT_BYTES_MAX, 0, 0, 60_000);
        try (Logged logged = new Logged(QServer.class);
                RunningServer running = new RunningServer(limits, this::enter);
                RawClient slowest = entered(running);
                RawClient slow = entered(running);
                RawClient reader = entered(running)) {
            long rounds = 0;
            while (running.count(Refusal.SLOW_READER) == 0) {
                CompletableFuture<Void> sent = new CompletableFuture<>();
                running.context().runOnContext(turn -> {
                    clients.get(0).send(new LongVector(QType.LONG, new long[40_000]));
                    clients.get(1).send(new LongVector(QType.LONG, new long[20_000]));
                    clients.get(2).send(new LongVector(QType.LONG, new long[10_000]));
                    sent.complete(null);
                });
                sent.get(20, TimeUnit.SECONDS);
                assertThat(reader.value()).isEqualTo(new LongVector(QType.LONG, new long[10_000]));
                rounds++;
            }
            assertThat(running.closed.poll(20, TimeUnit.SECONDS)).isSameAs(clients.get(0));
            assertThat(running.closed).isEmpty();
            assertThat(rounds).isGreaterThan(UNSENT_BYTES_MAX / 700_000);
            assertThat(logged.lines()).singleElement().asString().contains("for all, where the limit is 4194304");
        }
    }
}
