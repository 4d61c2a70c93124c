package io.tickbus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.client.ConsumerEvent.Began;
import io.tickbus.client.ConsumerEvent.Retrying;
import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A consumer or producer of a table that the owner does not have. */
@ExtendWith(VertxExtension.class)
class MissingTableTest {
    private static final String MISSING = "the owner has no table trade; it has quote, order";
    private static final TableVersion VERSION = new TableVersion(7, 0);
    /** Any two attempts are further apart. */
    private static final int MS_MAX = 1;

    private final BlockingQueue<Message<Object>> requests = new LinkedBlockingQueue<>();

    private static ConsumerSettings settings(int missingTableMsMax) {
        return ConsumerSettings.of(FakeOwner.TABLE, StartPosition.beginning()).missingTableMsMax(missingTableMsMax);
    }

    private static JsonArray tables(String... names) {
        JsonArray all = new JsonArray();
        for (String name : names) {
            all.add(new JsonObject().put("table", name));
        }
        return all;
    }

    /** An owner of the tables quote and order. */
    private static void own(Vertx vertx) {
        Waiting.on(vertx.eventBus()
                .consumer(Addresses.TABLES, message -> message.reply(tables("quote", "order")))
                .completion());
    }

    /** An owner whose answers the test gives. */
    private void ownByHand(Vertx vertx) {
        Waiting.on(vertx.eventBus()
                .<Object>consumer(Addresses.TABLES, requests::add)
                .completion());
    }

    private Message<Object> request() throws InterruptedException {
        Message<Object> request = requests.poll(20, TimeUnit.SECONDS);
        assertThat(request).as("a request for the tables").isNotNull();
        return request;
    }

    private static Retrying retry(Heard heard) {
        return (Retrying) heard.event();
    }

    @Test
    void consumerFailsByNameAndListsTheTables(Vertx vertx) {
        own(vertx);
        Heard heard = Heard.of(vertx, settings(MS_MAX));
        assertThat(retry(heard).reason()).isEqualTo(MISSING);
        assertThatThrownBy(() -> Waiting.on(heard.consumer.finish()))
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        reason -> assertThat(reason.failureType()).isEqualTo(ReplyFailure.NO_HANDLERS))
                .hasMessage(MISSING);
    }

    @Test
    void consumerOfNewRowsFailsToo(Vertx vertx) {
        own(vertx);
        Heard heard = Heard.of(
                vertx, ConsumerSettings.of(FakeOwner.TABLE, StartPosition.now()).missingTableMsMax(MS_MAX));
        assertThatThrownBy(() -> Waiting.on(heard.consumer.finish())).hasMessage(MISSING);
    }

    @Test
    void withoutALimitTheConsumerRetriesUntilTheTableIsMade(Vertx vertx) {
        own(vertx);
        Heard heard = Heard.of(vertx, settings(0));
        for (int i = 0; i < 3; i++) {
            assertThat(retry(heard).reason()).isEqualTo(MISSING);
        }
        new FakeOwner(vertx).query("first").reply(FakeOwner.edge(VERSION, 0, 0));
        assertThat(heard.eventAfterRetries()).isEqualTo(new Began(0, VERSION));
    }

    @Test
    void withoutAnOwnerNoTimeCounts(Vertx vertx) {
        Heard heard = Heard.of(vertx, settings(MS_MAX));
        for (int i = 0; i < 3; i++) {
            assertThat(retry(heard).reason()).isEqualTo("no owner has table trade");
        }
        RealOwner.of(vertx);
        assertThat(heard.eventAfterRetries()).isInstanceOf(Began.class);
    }

    @Test
    void timeBeginsAgainWithANewOwner(Vertx vertx) throws InterruptedException {
        ownByHand(vertx);
        Heard heard = Heard.of(vertx, settings(MS_MAX));
        request().reply(tables());
        assertThat(retry(heard).reason()).isEqualTo("the owner has no table trade; it has no table yet");
        request(); // The owner ends before it replies.
        vertx.eventBus().publish(Addresses.OWNER, new JsonObject().put("epoch", 8));
        request().reply(tables("quote"));
        assertThat(retry(heard).reason()).isEqualTo("the owner has no table trade; it has quote");
        request().reply(tables("quote"));
        assertThatThrownBy(() -> Waiting.on(heard.consumer.finish()))
                .hasMessage("the owner has no table trade; it has quote");
    }

    @Test
    void timeBeginsAgainAfterATimeWithoutAnOwner(Vertx vertx) throws InterruptedException {
        ownByHand(vertx);
        Heard heard = Heard.of(vertx, settings(MS_MAX));
        request().reply(tables());
        assertThat(heard.event()).isInstanceOf(Retrying.class);
        request().fail(8, "standing by");
        assertThat(retry(heard).reason()).isEqualTo("standing by");
        request().reply(tables());
        assertThat(retry(heard).reason()).isEqualTo("the owner has no table trade; it has no table yet");
    }

    @Test
    void tableWhoseAddressesAreBeingRegisteredIsNotMissing(Vertx vertx) throws InterruptedException {
        ownByHand(vertx);
        Heard heard = Heard.of(vertx, settings(MS_MAX));
        for (int i = 0; i < 3; i++) {
            request().reply(tables(FakeOwner.TABLE));
            assertThat(heard.event()).isInstanceOf(Retrying.class);
        }
    }

    @Test
    void tableThatWasFoundOnceIsWaitedForWithoutALimit(Vertx vertx) {
        FakeOwner first = new FakeOwner(vertx);
        Heard heard = Heard.of(vertx, settings(MS_MAX));
        first.query("first").reply(FakeOwner.edge(VERSION, 0, 0));
        assertThat(heard.event()).isEqualTo(new Began(0, VERSION));
        first.fetch(0);
        first.undeploy();
        own(vertx);
        first.announce(8); // The consumer looks up the table again at the new owner.
        for (int i = 0; i < 4; i++) {
            assertThat(retry(heard).reason()).isEqualTo("no owner has table trade");
        }
    }

    @Test
    void producerFailsByNameAndListsTheTables(Vertx vertx) {
        own(vertx);
        TableProducer producer =
                TableProducer.of(vertx, ProducerSettings.of(FakeOwner.TABLE).retryMsMax(0));
        Future<AppendReply> first = producer.send(new JsonObject().put("n", 1));
        Future<AppendReply> second = producer.send(new JsonObject().put("n", 2));
        for (Future<AppendReply> sent : List.of(first, second)) {
            assertThatThrownBy(() -> Waiting.on(sent))
                    .isInstanceOfSatisfying(
                            ReplyException.class,
                            reason -> assertThat(reason.failureType()).isEqualTo(ReplyFailure.NO_HANDLERS))
                    .hasMessage(MISSING);
        }
    }

    @Test
    void producerWithoutAnOwnerSaysSo(Vertx vertx) {
        TableProducer producer =
                TableProducer.of(vertx, ProducerSettings.of(FakeOwner.TABLE).retryMsMax(0));
        assertThatThrownBy(() -> Waiting.on(producer.send(new JsonObject().put("n", 1))))
                .hasMessage("no owner has table trade");
    }

    @Test
    void longListIsCut() {
        String[] names = IntStream.rangeClosed(1, MissingTable.NAMES_MAX + 2)
                .mapToObj(i -> "t" + i)
                .toArray(String[]::new);
        assertThat(MissingTable.failure("trade", tables(names))).hasMessageEndingWith(", t19, t20 and 2 more");
    }
}
