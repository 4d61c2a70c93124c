package io.tickbus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.event.Failure;
import io.tickbus.event.Rows;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.streams.WriteStream;
import io.vertx.junit5.VertxExtension;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A stream from an owner that notes each request, so that a request without demand is seen. */
@ExtendWith(VertxExtension.class)
class RowStreamTest {
    private static final TableVersion VERSION = new TableVersion(7, 0);
    private static final ConsumerSettings SETTINGS = ConsumerSettings.of(FakeOwner.TABLE, StartPosition.beginning());
    private static final String END = "end";

    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private Vertx vertx;
    private FakeOwner owner;
    private Context context;
    private RowStream stream;

    @BeforeEach
    void create(Vertx given) {
        vertx = given;
        owner = new FakeOwner(vertx);
        context = vertx.getOrCreateContext();
        stream = onContext(() -> RowStream.of(vertx, SETTINGS, event -> {})
                .endHandler(end -> heard.add(END))
                .exceptionHandler(heard::add));
    }

    private <T> T onContext(Supplier<T> action) {
        Promise<T> done = Promise.promise();
        context.runOnContext(turn -> done.complete(action.get()));
        return Waiting.on(done.future());
    }

    /** Returns when all that the stream has put on its context is done. */
    private void settle() {
        for (int i = 0; i < 5; i++) {
            onContext(() -> "");
        }
    }

    private void begin() {
        owner.query("first").reply(FakeOwner.edge(VERSION, 0, 0));
    }

    private void answer(long offset) {
        owner.fetch(offset).reply(FakeOwner.rows(VERSION, offset, offset));
    }

    private void hear(Rows rows) {
        heard.addAll(Heard.numbers(rows));
    }

    private Object next() throws InterruptedException {
        Object next = heard.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("something heard in time").isNotNull();
        return next;
    }

    private void assertNothingRequested() {
        settle();
        assertThat(owner.isIdle()).isTrue();
        assertThat(heard).isEmpty();
    }

    @Test
    void readsOnceItHasAHandler() throws InterruptedException {
        assertNothingRequested();
        stream.handler(this::hear);
        begin();
        answer(0);
        answer(1);
        assertThat(next()).isEqualTo(0L);
        assertThat(next()).isEqualTo(1L);
        owner.fetch(2);
    }

    @Test
    void pausedStreamRequestsNothing() throws InterruptedException {
        stream.pause().handler(this::hear);
        assertNothingRequested();
        stream.resume();
        begin();
        answer(0);
        assertThat(next()).isEqualTo(0L);
        Message<Object> requested = owner.fetch(1);
        stream.pause();
        requested.reply(FakeOwner.rows(VERSION, 1, 1));
        assertNothingRequested(); // The batch that was requested waits in the stream.
        stream.resume();
        assertThat(next()).isEqualTo(1L);
        owner.fetch(2);
    }

    @Test
    void fetchDeliversThatManyBatches() throws InterruptedException {
        stream.pause().handler(this::hear);
        stream.fetch(1).fetch(1);
        begin();
        answer(0);
        answer(1);
        assertThat(next()).isEqualTo(0L);
        assertThat(next()).isEqualTo(1L);
        assertNothingRequested();
        stream.fetch(1);
        answer(2);
        assertThat(next()).isEqualTo(2L);
        assertNothingRequested();
        assertThatThrownBy(() -> stream.fetch(-1)).hasMessage("fetch of -1 batches; at least 0 expected");
    }

    @Test
    void handlerMayPauseAndFetch() throws InterruptedException {
        stream.pause()
                .handler(rows -> {
                    hear(rows);
                    stream.pause();
                })
                .resume();
        begin();
        answer(0);
        assertThat(next()).isEqualTo(0L);
        assertNothingRequested();
        stream.handler(rows -> {
                    hear(rows);
                    stream.fetch(1);
                })
                .fetch(1);
        answer(1);
        answer(2);
        assertThat(next()).isEqualTo(1L);
        assertThat(next()).isEqualTo(2L);
    }

    @Test
    void streamWithoutAHandlerKeepsItsBatch() throws InterruptedException {
        stream.handler(this::hear);
        begin();
        Message<Object> requested = owner.fetch(0);
        stream.handler(null);
        requested.reply(FakeOwner.rows(VERSION, 0, 0));
        assertNothingRequested();
        stream.handler(this::hear);
        assertThat(next()).isEqualTo(0L);
    }

    @Test
    void slowWriteStreamHoldsTheOwnerBack() throws InterruptedException {
        SlowWrites writes = new SlowWrites();
        Future<Void> piped = stream.pipeTo(writes);
        begin();
        answer(0);
        answer(1);
        SlowWrites.Written first = writes.next();
        SlowWrites.Written second = writes.next();
        assertThat(Heard.numbers(first.rows)).containsExactly(0L);
        assertThat(Heard.numbers(second.rows)).containsExactly(1L);
        assertNothingRequested(); // The write stream is full.
        first.done.complete();
        second.done.complete();
        writes.drain();
        answer(2);
        writes.next().done.complete();
        assertThat(piped.isComplete()).isFalse();
        Waiting.on(stream.close());
        Waiting.on(piped);
        assertThat(writes.isEnded).isTrue();
    }

    @Test
    void writeThatFailsEndsThePipe() throws InterruptedException {
        SlowWrites writes = new SlowWrites();
        Future<Void> piped = stream.pipeTo(writes);
        begin();
        answer(0);
        writes.next().done.fail("no room on the disk");
        assertThatThrownBy(() -> Waiting.on(piped)).hasMessage("no room on the disk");
    }

    @Test
    void pausedStreamCanBeClosed() throws InterruptedException {
        stream.pause().handler(this::hear).fetch(1);
        begin();
        answer(0);
        assertThat(next()).isEqualTo(0L);
        Waiting.on(stream.close());
        assertThat(next()).isEqualTo(END);
        Waiting.on(stream.finish());
        Waiting.on(stream.close());
        stream.resume();
        assertNothingRequested();
    }

    @Test
    void waitingBatchIsNotDeliveredAfterTheEnd() throws InterruptedException {
        stream.handler(this::hear);
        begin();
        Message<Object> requested = owner.fetch(0);
        stream.pause();
        requested.reply(FakeOwner.rows(VERSION, 0, 0));
        settle();
        Waiting.on(stream.close());
        assertThat(next()).isEqualTo(END);
        stream.resume();
        assertNothingRequested();
    }

    @Test
    void streamThatNeverBeganCanBeClosed() throws InterruptedException {
        Waiting.on(stream.close());
        assertThat(next()).isEqualTo(END);
        Waiting.on(stream.close());
        stream.handler(this::hear);
        assertNothingRequested();
    }

    @Test
    void failureGoesToTheExceptionHandler() throws InterruptedException {
        stream.handler(this::hear);
        begin();
        owner.fetch(0).fail(Failure.BAD_REQUEST.code(), "not like this");
        assertThat((Throwable) next()).hasMessage("not like this");
        assertThatThrownBy(() -> Waiting.on(stream.finish())).hasMessage("not like this");
        assertNothingRequested();
    }

    @Test
    void pipeFailsWithTheStream() {
        Future<Void> piped = stream.pipeTo(new SlowWrites());
        begin();
        owner.fetch(0).fail(Failure.BAD_REQUEST.code(), "not like this");
        assertThatThrownBy(() -> Waiting.on(piped)).hasMessage("not like this");
    }

    @Test
    void handlerThatThrowsEndsTheStream() throws InterruptedException {
        stream.handler(rows -> {
            throw new IllegalArgumentException("not these");
        });
        begin();
        answer(0);
        assertThat((Throwable) next()).hasMessage("not these");
        stream.fetch(1);
        assertNothingRequested();
    }

    @Test
    void handlersRunOnTheContextOfTheStream() throws InterruptedException {
        stream.handler(rows -> heard.add(Vertx.currentContext())).endHandler(end -> heard.add(Vertx.currentContext()));
        begin();
        answer(0);
        assertThat(next()).isSameAs(context);
        Waiting.on(stream.close());
        assertThat(next()).isSameAs(context);
    }

    @Test
    void pausedStreamEndsWithItsVerticle() throws InterruptedException {
        Promise<RowStream> started = Promise.promise();
        String deployment = Waiting.on(vertx.deployVerticle(verticle -> {
            started.complete(RowStream.of(vertx, SETTINGS, event -> {}).endHandler(end -> heard.add(END)));
            return Future.succeededFuture();
        }));
        RowStream ofVerticle = Waiting.on(started.future());
        ofVerticle.pause().handler(this::hear).fetch(1);
        begin();
        answer(0);
        assertThat(next()).isEqualTo(0L);
        Waiting.on(vertx.undeploy(deployment));
        assertThat(next()).isEqualTo(END);
    }

    /** Two writes fill it. The test ends each write. */
    private static final class SlowWrites implements WriteStream<Rows> {
        private static final int PENDING_MAX = 2;

        record Written(Rows rows, Promise<Void> done) {}

        private final BlockingQueue<Written> written = new LinkedBlockingQueue<>();
        private volatile boolean isFull;
        private volatile boolean isEnded;
        private volatile @Nullable Handler<Void> drainHandler;
        private int pending;

        Written next() throws InterruptedException {
            Written next = written.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("written in time").isNotNull();
            return next;
        }

        void drain() {
            isFull = false;
            Objects.requireNonNull(drainHandler).handle(null);
        }

        @Override
        public Future<Void> write(Rows rows) {
            Written next = new Written(rows, Promise.promise());
            isFull = ++pending >= PENDING_MAX;
            written.add(next);
            return next.done.future();
        }

        @Override
        public Future<Void> end() {
            isEnded = true;
            return Future.succeededFuture();
        }

        @Override
        public WriteStream<Rows> setWriteQueueMaxSize(int size) {
            return this;
        }

        @Override
        public boolean writeQueueFull() {
            return isFull;
        }

        @Override
        public WriteStream<Rows> drainHandler(@Nullable Handler<Void> handler) {
            drainHandler = handler;
            return this;
        }

        @Override
        public WriteStream<Rows> exceptionHandler(@Nullable Handler<Throwable> handler) {
            return this;
        }
    }
}
