package io.tickbus.client;

import static io.tickbus.client.FakeOwner.edge;
import static io.tickbus.client.FakeOwner.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.client.ConsumerEvent.TableReplaced;
import io.tickbus.event.Addresses;
import io.tickbus.event.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that were sent to the node of a killed owner, which never answers. */
@ExtendWith(VertxExtension.class)
class LostRequestTest {
    private static final String QUERY = Addresses.query(FakeOwner.TABLE);
    private static final TableVersion OLD = new TableVersion(100, 0);
    private static final TableVersion NEW = new TableVersion(200, 0);
    /** Longer than a test waits. */
    private static final long ANSWER_MS_MAX = 60_000;

    private Vertx vertx;
    private FakeOwner owner;
    private OwnerRequests requests;

    @BeforeEach
    void listen(Vertx vertx) {
        this.vertx = vertx;
        owner = new FakeOwner(vertx);
        requests = OwnerRequests.of(vertx);
        Waiting.on(requests.listening());
    }

    /** Announces two owners, and waits until the second one is known. */
    private void changeOwner() {
        owner.announce(OLD.epoch());
        Future<Object> asked = requests.request(QUERY, "before", ANSWER_MS_MAX);
        owner.next(QUERY, null);
        owner.announce(NEW.epoch());
        owner.next(QUERY, null).reply("after");
        Waiting.on(asked);
    }

    @Test
    void queryOfAClientWithoutAKnownOwnerIsSentAgainAfterTheFirstAnnouncement() {
        Future<Long> count = new Tables(vertx).count(FakeOwner.TABLE, new JsonObject());
        Message<Object> lost = owner.next(QUERY, null);
        owner.announce(NEW.epoch());
        Message<Object> again = owner.next(QUERY, null);
        assertThat(again.body()).isEqualTo(lost.body());
        again.reply(new JsonObject().put("count", 3L));
        assertThat(Waiting.on(count)).isEqualTo(3);
    }

    @Test
    void queryThatIsLostAfterTheChangeIsSentAgainUntilItIsAnswered() {
        changeOwner();
        Future<Object> asked = requests.request(QUERY, "what", ANSWER_MS_MAX);
        owner.next(QUERY, null);
        owner.next(QUERY, null);
        owner.next(QUERY, null).reply("that");
        assertThat(Waiting.on(asked)).isEqualTo("that");
        assertThat(owner.isIdle()).isTrue();
    }

    @Test
    void slowQueryIsAnsweredByItsFirstMessage() {
        changeOwner();
        Future<Object> asked = requests.request(QUERY, "what", ANSWER_MS_MAX);
        Message<Object> slow = owner.next(QUERY, null);
        owner.next(QUERY, null).fail(Failure.LIMIT.code(), "too many queries");
        slow.reply("that");
        assertThat(Waiting.on(asked)).isEqualTo("that");
    }

    @Test
    void queryToASettledOwnerIsSentOnce() {
        ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
        long now = System.nanoTime();
        long settled = now - TimeUnit.MILLISECONDS.toNanos(UnansweredRequest.SETTLING_MS);
        unanswered(context, "settled").send(NEW.epoch(), settled);
        unanswered(context, "unsettled").send(NEW.epoch(), now);
        owner.next(QUERY, null);
        owner.next(QUERY, null);
        assertThat(owner.next(QUERY, null).body()).isEqualTo("unsettled");
        assertThat(owner.isIdle()).isTrue();
    }

    private UnansweredRequest unanswered(ContextInternal context, Object body) {
        Promise<Object> answer = context.promise();
        return new UnansweredRequest(vertx, context, answer, QUERY, body, ANSWER_MS_MAX, null, () -> true);
    }

    @Test
    void rowsOfAClientWithoutAKnownOwnerFailAfterTheFirstAnnouncement() {
        Future<Object> sent = requests.append(FakeOwner.TABLE, new JsonArray(), ANSWER_MS_MAX);
        owner.append();
        owner.announce(NEW.epoch());
        assertThatThrownBy(() -> Waiting.on(sent))
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        reason -> assertThat(reason.failureType()).isEqualTo(ReplyFailure.TIMEOUT))
                .hasMessageContaining("may or may not have been applied");
        assertThat(owner.isIdle()).isTrue();
    }

    @Test
    void requestsOfAConsumerAreSentAgain() {
        Heard heard = Heard.of(vertx, ConsumerSettings.of(FakeOwner.TABLE, StartPosition.beginning()));
        owner.query("first").reply(edge(OLD, 0, 1));
        owner.fetch(0).reply(rows(OLD, 0, 1));
        heard.event();
        assertThat(heard.rows()).containsExactly(1L);
        owner.fetch(1);
        owner.announce(NEW.epoch());
        owner.query("first");
        owner.query("first").reply(edge(NEW, 0, 1));
        assertThat(heard.event()).isEqualTo(new TableReplaced(OLD, NEW, 0));
        owner.fetch(0);
        owner.fetch(0).reply(rows(NEW, 0, 5));
        assertThat(heard.rows()).containsExactly(5L);
    }
}
