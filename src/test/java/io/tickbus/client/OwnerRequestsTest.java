package io.tickbus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that an owner does not answer before it is replaced. */
@ExtendWith(VertxExtension.class)
class OwnerRequestsTest {
    private static final String QUERY = Addresses.query(FakeOwner.TABLE);
    private static final long OLD = 100;
    private static final long NEW = 200;
    /** Longer than a test waits. */
    private static final long ANSWER_MS_MAX = 60_000;

    private Vertx vertx;
    private FakeOwner owner;
    private OwnerRequests requests;

    @BeforeEach
    void own(Vertx vertx) {
        this.vertx = vertx;
        owner = new FakeOwner(vertx);
        requests = OwnerRequests.of(vertx);
        Waiting.on(requests.listening());
    }

    /** Makes the owner known: a request whose owner is not known is not of a replaced one. */
    private void announceOld() {
        Future<Object> asked = requests.request(QUERY, "before", ANSWER_MS_MAX);
        owner.next(QUERY, null);
        owner.announce(OLD);
        owner.announce(OLD + 1);
        owner.next(QUERY, null).reply("after");
        assertThat(Waiting.on(asked)).isEqualTo("after");
    }

    private static JsonObject acknowledgement(long epoch) {
        return new JsonObject().put("offset", 0).put("rows", 1).put("epoch", epoch);
    }

    @Test
    void questionIsAskedAgainOfTheNewOwnerAndTheLateAnswerOfTheOldOneIsIgnored() {
        announceOld();
        Future<Long> count = new Tables(vertx).count(FakeOwner.TABLE, new JsonObject());
        Message<Object> old = owner.next(QUERY, null);
        owner.announce(NEW);
        Message<Object> asked = owner.next(QUERY, null);
        assertThat(asked.body()).isEqualTo(old.body());
        old.reply(new JsonObject().put("count", 7L));
        asked.reply(new JsonObject().put("count", 3L));
        assertThat(Waiting.on(count)).isEqualTo(3);
    }

    @Test
    void announcementsOfTheSameOwnerAskNothingAgain() {
        announceOld();
        Future<Object> asked = requests.request(QUERY, "what", ANSWER_MS_MAX);
        Message<Object> question = owner.next(QUERY, null);
        owner.announce(OLD + 1);
        owner.announce(OLD + 1);
        question.reply("that");
        assertThat(Waiting.on(asked)).isEqualTo("that");
        assertThat(owner.isIdle()).isTrue();
    }

    @Test
    void questionIsAskedUntilItsTimeIsOver() {
        announceOld();
        Future<Object> asked = requests.request(QUERY, "what", 50);
        owner.next(QUERY, null);
        owner.announce(NEW);
        assertThatThrownBy(() -> Waiting.on(asked))
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        reason -> assertThat(reason.failureType()).isEqualTo(ReplyFailure.TIMEOUT));
    }

    @Test
    void rowsThatAReplacedOwnerWasSentAreNotSentAgain() {
        announceOld();
        Future<Object> sent = requests.append(FakeOwner.TABLE, new JsonArray(), ANSWER_MS_MAX);
        owner.append();
        owner.announce(NEW);
        assertThatThrownBy(() -> Waiting.on(sent))
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        reason -> assertThat(reason.failureType()).isEqualTo(ReplyFailure.TIMEOUT))
                .hasMessage("no answer about table trade from an owner that was replaced:"
                        + " the rows may or may not have been applied");
        assertThat(owner.isIdle()).isTrue();
    }

    @Test
    void rowsThatTheNewOwnerWasSentBeforeItWasHeardOfAreAcknowledged() {
        announceOld();
        Future<Object> sent = requests.append(FakeOwner.TABLE, new JsonArray(), ANSWER_MS_MAX);
        Message<Object> append = owner.append();
        owner.announce(NEW);
        append.reply(acknowledgement(NEW));
        assertThat(Waiting.on(sent)).isEqualTo(acknowledgement(NEW));
    }

    /** The owner may have been frozen between its last look at the lease and its reply. */
    @Test
    void acknowledgementOfAReplacedOwnerIsNone() {
        announceOld();
        Future<Object> asked = requests.request(QUERY, "what", ANSWER_MS_MAX);
        owner.next(QUERY, null);
        Future<Object> json = requests.append(FakeOwner.TABLE, new JsonArray(), ANSWER_MS_MAX);
        Message<Object> first = owner.append();
        Future<Object> batch = requests.append(FakeOwner.TABLE, new JsonArray(), ANSWER_MS_MAX);
        Message<Object> second = owner.append();
        owner.announce(NEW);
        owner.next(QUERY, null).reply("heard of");
        Waiting.on(asked);
        first.reply(acknowledgement(OLD + 1));
        second.reply(new AppendReply(0, 1, 0, 0, OLD + 1));
        assertThatThrownBy(() -> Waiting.on(json)).hasMessageContaining("replaced: the rows may or may not");
        assertThatThrownBy(() -> Waiting.on(batch)).hasMessageContaining("replaced: the rows may or may not");
    }

    @Test
    void firstOwnerThatIsHeardOfIsTheOneThatWasAsked() {
        Future<Object> asked = requests.request(QUERY, "what", ANSWER_MS_MAX);
        Message<Object> question = owner.next(QUERY, null);
        owner.announce(OLD);
        owner.announce(NEW);
        owner.next(QUERY, null).reply("that");
        assertThat(Waiting.on(asked)).isEqualTo("that");
        question.reply("late");
        assertThat(owner.isIdle()).isTrue();
    }
}
