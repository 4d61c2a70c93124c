package io.tickbus.client;

import io.tickbus.event.Rows;
import io.tickbus.q.QVector;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A consumer, and all that it hands over in order: the numbers of rows, and events. */
final class Heard {
    private static final long LIMIT_SECONDS = 20;

    /** Rows whose handling the test ends. */
    record Batch(List<Long> numbers, Promise<Void> handled) {}

    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private final boolean byHand;
    final TableConsumer consumer;

    private Heard(Vertx vertx, ConsumerSettings settings, boolean byHand) {
        this.byHand = byHand;
        this.consumer = TableConsumer.start(vertx, settings, this::handle, heard::add);
    }

    /** A consumer whose rows are handled at once. */
    static Heard of(Vertx vertx, ConsumerSettings settings) {
        return new Heard(vertx, settings, false);
    }

    /** A consumer whose rows are handled when the test says so. */
    static Heard byHand(Vertx vertx, ConsumerSettings settings) {
        return new Heard(vertx, settings, true);
    }

    private Future<Void> handle(Rows rows) {
        Batch batch = new Batch(numbers(rows), Promise.promise());
        heard.add(batch);
        return byHand ? batch.handled.future() : Future.succeededFuture();
    }

    static List<Long> numbers(Rows rows) {
        List<Long> numbers = new ArrayList<>();
        QVector column = rows.rows().column(rows.rows().names().indexOf("n"));
        for (int i = 0; i < column.size(); i++) {
            numbers.add(column.longAt(i));
        }
        return numbers;
    }

    /** The next batch; no event may come before it. */
    Batch batch() {
        return (Batch) next();
    }

    List<Long> rows() {
        return batch().numbers;
    }

    /** Numbers up to a count, of as many batches as they take. */
    List<Long> rows(int count) {
        List<Long> numbers = new ArrayList<>();
        while (numbers.size() < count) {
            numbers.addAll(rows());
        }
        return numbers;
    }

    /** The next event; no batch may come before it. */
    ConsumerEvent event() {
        return (ConsumerEvent) next();
    }

    /** The next event that is not about asking again. */
    ConsumerEvent eventAfterRetries() {
        ConsumerEvent event = event();
        while (event instanceof ConsumerEvent.Retrying) {
            event = event();
        }
        return event;
    }

    private Object next() {
        try {
            Object next = heard.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing heard within " + LIMIT_SECONDS + " s");
            }
            return next;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Returns the events and batches that were not read yet. */
    List<Object> rest() {
        return List.copyOf(heard);
    }
}
