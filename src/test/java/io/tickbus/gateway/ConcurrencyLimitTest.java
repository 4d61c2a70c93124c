package io.tickbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.Value;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {
    private final ConcurrencyLimit turns = new ConcurrencyLimit(2);
    private final Deque<Promise<Value>> running = new ArrayDeque<>();

    private Future<Value> ask() {
        return turns.submit(() -> {
            Promise<Value> answer = Promise.promise();
            running.add(answer);
            return answer.future();
        });
    }

    @Test
    void noMoreRunAtOnceThanMayAndTheNextFollowsWhateverCameOfTheOneBefore() {
        List<Future<Value>> asked = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            asked.add(ask());
        }
        assertThat(running).hasSize(2);
        running.remove().complete(Atom.ofLong(0));
        running.remove().fail("no");
        assertThat(running).hasSize(2);
        Future<Value> thrown = turns.submit(() -> {
            throw new IllegalStateException("no");
        });
        for (int i = 2; i < 5; i++) {
            running.remove().complete(Atom.ofLong(i));
        }
        assertThat(thrown.failed()).isTrue();
        assertThat(asked.get(1).failed()).isTrue();
        assertThat(asked.get(4).result()).isEqualTo(Atom.ofLong(4));
        ask();
        ask();
        assertThat(running).hasSize(2);
    }
}
