package io.tickbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.client.Tables;
import io.tickbus.q.Atom;
import io.tickbus.q.Value;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class AsideTest {
    @Test
    void manyRowsAreCopiedBesideTheCallersThreadAndFewOnIt() {
        Vertx vertx = Vertx.vertx();
        Tables tables = new Tables(vertx);
        var questions = new TableQueries(vertx, new TableClient(vertx, tables, 1), tables, 1);
        Thread here = Thread.currentThread();
        Callable<Value> isHere = () -> Atom.ofBoolean(Thread.currentThread() == here);

        assertThat(questions.runAside(1000, isHere).await()).isEqualTo(Atom.ofBoolean(true));
        for (long many : new long[] {1_000_000, -1_000_000}) {
            assertThat(questions.runAside(many, isHere).await()).isEqualTo(Atom.ofBoolean(false));
        }
        vertx.close().await();
    }
}
