package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.q.Atom;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Connection;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows of applications on their way to q. */
class TickerplantAppenderTest {
    private static final Schema TRADES =
            new Schema(List.of("time", "sym", "size"), List.of(QType.TIMESPAN, QType.SYMBOL, QType.LONG), 0);

    private final FakeQ q = new FakeQ();
    private final TickerplantAppender tickerplantAppender;
    private boolean endsWhileItConnects;

    TickerplantAppenderTest() throws IOException {
        SubscriberConfig config =
                SubscriberConfig.of(Map.of("name", "main", "host", "127.0.0.1", "port", q.port()), Map.of());
        tickerplantAppender = new TickerplantAppender(this::connection, config, Map.of("trade", TRADES));
    }

    private Connection connection() throws IOException {
        if (endsWhileItConnects) {
            tickerplantAppender.close();
        }
        return new Connection(Integer.MAX_VALUE);
    }

    @AfterEach
    void end() throws Exception {
        tickerplantAppender.close();
        q.close();
    }

    /** As the table has them, whose key stands in front. */
    private static Batch rows(long time, long size) {
        return Batch.of(
                "trade",
                new Flip(
                        List.of("sym", "time", "size"),
                        List.of(
                                SymbolVector.of("a"),
                                new LongVector(QType.TIMESPAN, time),
                                new LongVector(QType.LONG, size))));
    }

    private static GeneralList upd(QVector... columns) {
        return new GeneralList(Atom.symbol(".u.upd"), Atom.symbol("trade"), new GeneralList((Value[]) columns));
    }

    private static String failure(Future<AppendReply> reply) throws Exception {
        List<Throwable> reasons = new ArrayList<>();
        reply.otherwise(reason -> {
                    reasons.add(reason);
                    return new AppendReply(0, 0, 0, 0, 0);
                })
                .await(FakeQ.LIMIT_MS, TimeUnit.MILLISECONDS);
        assertThat(reasons).hasSize(1);
        assertThat(Failure.UNAVAILABLE.isCauseOf(reasons.get(0))).isTrue();
        return String.valueOf(reasons.get(0).getMessage());
    }

    @Test
    void columnsAreSentInTheOrderOfQAndTheReplyComesWithItsAnswer() throws Exception {
        Future<AppendReply> reply = tickerplantAppender.publish(rows(7, 1));
        FakeQ.Peer peer = q.greet();
        Message asked = peer.read();
        assertThat(asked.kind()).isEqualTo(MessageKind.SYNC);
        assertThat(asked.value())
                .isEqualTo(upd(new LongVector(QType.TIMESPAN, 7), SymbolVector.of("a"), new LongVector(QType.LONG, 1)));
        assertThat(reply.isComplete()).isFalse();
        peer.reply(QFunction.GENERIC_NULL);
        assertThat(reply.await(FakeQ.LIMIT_MS, TimeUnit.MILLISECONDS))
                .isEqualTo(new AppendReply(AppendReply.NO_OFFSET, 1, 0, 0, 0));
    }

    @Test
    void timeThatNobodyHasGivenIsLeftToQ() throws Exception {
        tickerplantAppender.publish(rows(Long.MIN_VALUE, 1));
        assertThat(q.greet().read().value()).isEqualTo(upd(SymbolVector.of("a"), new LongVector(QType.LONG, 1)));
    }

    @Test
    void oneRequestAfterTheOtherOverOneConnection() throws Exception {
        List<Future<AppendReply>> replies = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            replies.add(tickerplantAppender.publish(rows(i, i)));
        }
        FakeQ.Peer peer = q.greet();
        for (int i = 0; i < 3; i++) {
            GeneralList call = (GeneralList) peer.read().value();
            assertThat(((GeneralList) call.valueAt(2)).valueAt(2)).isEqualTo(new LongVector(QType.LONG, i));
            assertThat(replies.get(i).isComplete()).isFalse();
            peer.reply(QFunction.GENERIC_NULL);
            replies.get(i).await(FakeQ.LIMIT_MS, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void errorOfQComesBackAndTheConnectionStays() throws Exception {
        Future<AppendReply> refused = tickerplantAppender.publish(rows(1, 1));
        FakeQ.Peer peer = q.greet();
        peer.read();
        peer.reply(new ErrorValue("length"));
        assertThat(failure(refused)).isEqualTo("q refused .u.upd of trade: 'length");
        tickerplantAppender.publish(rows(2, 2));
        peer.read();
    }

    @Test
    void rowsOfALostConnectionMayHaveBeenPublished() throws Exception {
        Future<AppendReply> lost = tickerplantAppender.publish(rows(1, 1));
        FakeQ.Peer peer = q.greet();
        peer.read();
        peer.close();
        assertThat(failure(lost)).contains("the rows may have been published");
        Future<AppendReply> next = tickerplantAppender.publish(rows(2, 2));
        FakeQ.Peer again = q.greet();
        again.read();
        again.reply(QFunction.GENERIC_NULL);
        next.await(FakeQ.LIMIT_MS, TimeUnit.MILLISECONDS);
    }

    @Test
    void nothingIsPublishedWhenQIsNotThere() throws Exception {
        q.close();
        assertThat(failure(tickerplantAppender.publish(rows(1, 1)))).contains("127.0.0.1", "nothing was published");
    }

    @Test
    void endAnswersAllWhoWait() throws Exception {
        Future<AppendReply> underWay = tickerplantAppender.publish(rows(1, 1));
        q.greet().read();
        Future<AppendReply> waiting = tickerplantAppender.publish(rows(2, 2));
        tickerplantAppender.close();
        assertThat(failure(underWay)).contains("may have been published");
        assertThat(failure(waiting)).isEqualTo("main is no longer live; nothing was published");
        assertThat(failure(tickerplantAppender.publish(rows(3, 3))))
                .isEqualTo("main is no longer live; nothing was published");
    }

    @Test
    void endWhileItConnectsIsTheReasonThatIsSaid() throws Exception {
        endsWhileItConnects = true;
        assertThat(failure(tickerplantAppender.publish(rows(1, 1))))
                .isEqualTo("main is no longer live; nothing was published");
    }

    @Test
    void requestsThatWaitAreBoundedInBytes() throws Exception {
        int rows = (int) (TickerplantAppender.WAITING_BYTES_MAX / 2 / 20);
        Batch large = Batch.of(
                "trade",
                new Flip(
                        List.of("sym", "time", "size"),
                        List.of(
                                SymbolVector.of(Collections.nCopies(rows, "a").toArray(new String[0])),
                                new LongVector(QType.TIMESPAN, new long[rows]),
                                new LongVector(QType.LONG, new long[rows]))));
        tickerplantAppender.publish(large);
        Throwable refusal = tickerplantAppender.publish(large).cause();
        assertThat(Failure.LIMIT.isCauseOf(refusal)).isTrue();
        assertThat(refusal).hasMessageContaining("wait for 127.0.0.1:" + q.port());
    }
}
