package io.tickbus.subscriber;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.log.LogWriter;
import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.FakeQ;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A fake q with a log: what a test has logged, and how many of these messages the reply to a subscription claims. */
final class LoggingQ implements AutoCloseable {
    /** Requests as they came. */
    final List<Value> requests = new ArrayList<>();

    private final Rig rig;
    private Path file;
    private LogWriter log;
    private Value[] tables = {table("prices", Rig.prices())};

    LoggingQ(Rig rig, Path file) throws IOException {
        this.rig = rig;
        this.file = file;
        this.log = LogWriter.open(file);
    }

    /** Returns the reply of {@code .u.sub} for a table. */
    static Value table(String name, Value schema) {
        return new GeneralList(Atom.symbol(name), schema);
    }

    static Value upd(String table, Value payload) {
        return new GeneralList(Atom.symbol("upd"), Atom.symbol(table), payload);
    }

    /** Returns the message at the end of a day. */
    static Value end(LocalDate day) {
        int days = (int) (day.toEpochDay() - LocalDate.of(2000, 1, 1).toEpochDay());
        return new GeneralList(Atom.symbol(".u.end"), Atom.ofInt(QType.DATE, days));
    }

    /** Sets the tables, one for each pair. Without a call there is only {@code prices}. */
    LoggingQ tables(Value... pairs) {
        tables = pairs;
        return this;
    }

    /** Goes on in another log, beside this one. */
    LoggingQ roll(String name) throws IOException {
        log.close();
        file = file.resolveSibling(name);
        log = LogWriter.open(file);
        return this;
    }

    Path file() {
        return file;
    }

    LoggingQ append(Value... messages) throws IOException {
        for (Value message : messages) {
            log.append(Encoder.body(message));
        }
        log.flush();
        return this;
    }

    /** Logs rows of {@code prices}, a message each. */
    LoggingQ append(long... numbers) throws IOException {
        for (long number : numbers) {
            append(Rig.upd(number));
        }
        return this;
    }

    /** Logs bytes that may mean nothing. */
    LoggingQ appendBytes(byte[] bytes) throws IOException {
        log.append(bytes);
        log.flush();
        return this;
    }

    /** Logs rows of {@code prices}, and pushes them. */
    void publish(FakeQ.Peer peer, long... numbers) throws IOException {
        append(numbers);
        for (long number : numbers) {
            peer.push(Rig.upd(number));
        }
    }

    /** Waits for a subscription, and does not answer it. */
    FakeQ.Peer asked() throws IOException {
        FakeQ.Peer peer = rig.q.greet();
        requests.add(peer.read().value());
        return peer;
    }

    /** The reply to the request with the log's coordinates, messages being those that were published. */
    Value reply(long messages) {
        return reply(messages, file.toString());
    }

    Value reply(long messages, String name) {
        Value subscribed = tables.length == 1 ? tables[0] : new GeneralList(tables);
        return new GeneralList(subscribed, new GeneralList(Atom.ofLong(messages), Atom.symbol(":" + name)));
    }

    /** Waits for a subscription, and answers it. */
    FakeQ.Peer subscribed(long messages) throws IOException {
        FakeQ.Peer peer = asked();
        peer.reply(reply(messages));
        return peer;
    }

    /** Does the same, and waits until the subscriber is LIVE. */
    FakeQ.Peer live(long messages) throws IOException {
        int before = rig.statuses.size();
        FakeQ.Peer peer = subscribed(messages);
        untilLive(before);
        return peer;
    }

    FakeQ.Peer subscribedTo(SubscriberConfig config, long messages) throws IOException {
        rig.deploy(config);
        return subscribed(messages);
    }

    FakeQ.Peer live(SubscriberConfig config, long messages) throws IOException {
        rig.deploy(config);
        return live(messages);
    }

    void untilLive(int statusesBefore) {
        Rig.until(
                "LIVE",
                () -> rig.statuses.stream()
                        .skip(statusesBefore)
                        .anyMatch(status -> status.getString("state").equals("LIVE")));
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
