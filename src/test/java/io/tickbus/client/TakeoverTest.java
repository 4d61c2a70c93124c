package io.tickbus.client;

import static io.tickbus.client.FakeOwner.edge;
import static io.tickbus.client.FakeOwner.numbers;
import static io.tickbus.client.FakeOwner.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.client.ConsumerEvent.Began;
import io.tickbus.client.ConsumerEvent.DayEnded;
import io.tickbus.client.ConsumerEvent.Retrying;
import io.tickbus.client.ConsumerEvent.RowsLost;
import io.tickbus.client.ConsumerEvent.TableReplaced;
import io.tickbus.event.Addresses;
import io.tickbus.event.Failure;
import io.tickbus.event.Rows;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.junit5.VertxExtension;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A consumer whose owners are killed, frozen and replaced. */
@ExtendWith(VertxExtension.class)
class TakeoverTest {
    private static final TableVersion OLD = new TableVersion(100, 0);
    private static final TableVersion NEW = new TableVersion(200, 0);
    private static final ConsumerSettings SETTINGS = ConsumerSettings.of(FakeOwner.TABLE, StartPosition.beginning());
    private static final LocalDate FRIDAY = LocalDate.of(2026, 12, 4);
    private static final String OUT_OF_RANGE = "offset is not here";

    private Vertx vertx;
    private FakeOwner owner;

    @BeforeEach
    void own(Vertx vertx) {
        this.vertx = vertx;
        owner = new FakeOwner(vertx);
    }

    private static void fail(Message<Object> request, Failure code) {
        request.fail(code.code(), OUT_OF_RANGE);
    }

    /** A consumer that has read the numbers 1 and 2 of the old table. */
    private Heard begun(ConsumerSettings settings) {
        Heard heard = Heard.of(vertx, settings);
        owner.query("first").reply(edge(OLD, 0, 1));
        owner.fetch(0).reply(rows(OLD, 0, 1, 2));
        assertThat(heard.event()).isEqualTo(new Began(0, OLD));
        assertThat(heard.rows()).containsExactly(1L, 2L);
        return heard;
    }

    @Test
    void rowsThatRevealANewTableDoNotFollowTheOldOnes() {
        Heard heard = begun(SETTINGS);
        owner.fetch(2).reply(rows(NEW, 2, 99));
        owner.query("first").reply(edge(NEW, 0, 1));
        assertThat(heard.event()).isEqualTo(new TableReplaced(OLD, NEW, 0));
        owner.fetch(0).reply(rows(NEW, 0, 1, 2, 99));
        assertThat(heard.rows()).containsExactly(1L, 2L, 99L);
    }

    @Test
    void daysOfTheOldOwnerAreNotThoseOfTheNewOne() {
        Heard heard = begun(SETTINGS);
        owner.fetch(2).reply(Rows.endOfDay(2, 2, numbers(), OLD.generation(), OLD.epoch(), 1, FRIDAY));
        assertThat(heard.event()).isEqualTo(new DayEnded(FRIDAY, 2));
        owner.fetch(2, "dayEnds", 1).reply(rows(NEW, 2, 99));
        owner.query("first").reply(edge(NEW, 5, 6).withDayEnds(3));
        assertThat(heard.event()).isEqualTo(new TableReplaced(OLD, NEW, 5));
        owner.fetch(5, "dayEnds", 3).reply(rows(NEW, 5, 1).withDayEnds(3));
        assertThat(heard.rows()).containsExactly(1L);
    }

    @Test
    void endOfADayWhoseRowsWereLostIsToldAfterTheLoss() {
        Heard heard = begun(SETTINGS);
        fail(owner.fetch(2), Failure.OUT_OF_RANGE);
        owner.query("first").reply(edge(OLD, 8, 9).withDayEnds(1));
        assertThat(heard.event()).isEqualTo(new RowsLost(6, 8, OLD));
        owner.fetch(8).reply(Rows.endOfDay(7, 8, numbers(), OLD.generation(), OLD.epoch(), 1, FRIDAY));
        assertThat(heard.event()).isEqualTo(new DayEnded(FRIDAY, 7));
        owner.fetch(8, "dayEnds", 1);
    }

    @Test
    void newGenerationIsANewTable() {
        TableVersion rebuilt = new TableVersion(OLD.epoch(), 1);
        Heard heard = begun(SETTINGS);
        owner.fetch(2).reply(rows(rebuilt, 2, 99));
        owner.query("first").reply(edge(rebuilt, 40, 41));
        assertThat(heard.event()).isEqualTo(new TableReplaced(OLD, rebuilt, 40));
        owner.fetch(40);
    }

    @Test
    void newTableIsReadFromItsEndWhenThatWasChosen() {
        Heard heard = begun(SETTINGS.resetPolicy(ResetPolicy.FROM_NOW));
        owner.fetch(2).reply(rows(NEW, 2, 99));
        owner.query("first").reply(edge(NEW, 0, 1));
        owner.query("last").reply(edge(NEW, 6, 7));
        assertThat(heard.event()).isEqualTo(new TableReplaced(OLD, NEW, 7));
        owner.fetch(7).reply(rows(NEW, 7, 8));
        assertThat(heard.rows()).containsExactly(8L);
    }

    @Test
    void newOwnerIsAskedAtOnceAndTheLateReplyOfTheOldOneIsIgnored() {
        Heard heard = begun(SETTINGS);
        Message<Object> pending = owner.fetch(2);
        owner.announce(NEW.epoch());
        Message<Object> question = owner.query("first");
        pending.reply(rows(OLD, 2, 3));
        question.reply(edge(NEW, 0, 1));
        assertThat(heard.event()).isEqualTo(new TableReplaced(OLD, NEW, 0));
        owner.fetch(0).reply(rows(NEW, 0, 1));
        assertThat(heard.rows()).containsExactly(1L);
    }

    @Test
    void ownerThatChangesWhileRowsAreHandledIsAskedAfterwards() {
        Heard heard = Heard.byHand(vertx, SETTINGS);
        owner.query("first").reply(edge(OLD, 0, 1));
        owner.fetch(0).reply(rows(OLD, 0, 1));
        heard.event();
        Heard.Batch batch = heard.batch();
        owner.announce(NEW.epoch());
        batch.handled().complete();
        owner.next(Addresses.query(FakeOwner.TABLE), null).reply(edge(NEW, 0, 1));
        assertThat(heard.event()).isEqualTo(new TableReplaced(OLD, NEW, 0));
    }

    @Test
    void severalTakeoversAreToldEach() {
        TableVersion newest = new TableVersion(300, 0);
        Heard heard = begun(SETTINGS);
        owner.fetch(2);
        owner.announce(NEW.epoch());
        owner.query("first").reply(edge(NEW, 0, 1));
        owner.fetch(0);
        owner.announce(newest.epoch());
        owner.query("first").reply(edge(newest, 0, 1));
        assertThat(heard.event()).isEqualTo(new TableReplaced(OLD, NEW, 0));
        assertThat(heard.event()).isEqualTo(new TableReplaced(NEW, newest, 0));
    }

    @Test
    void answerOfAnOwnerThatWasReplacedIsNone() {
        Heard heard = begun(SETTINGS);
        owner.fetch(2);
        owner.announce(NEW.epoch());
        owner.query("first").reply(edge(OLD, 0, 1));
        assertThat(heard.event()).isInstanceOf(Retrying.class).asString().contains("replaced");
        owner.query("first").reply(edge(NEW, 0, 1));
        assertThat(heard.event()).isEqualTo(new TableReplaced(OLD, NEW, 0));
    }

    @Test
    void refusalsThatPassAreAskedAgainAtTheSameOffset() {
        Heard heard = begun(SETTINGS);
        for (Failure passing : new Failure[] {Failure.NOT_OWNER, Failure.LIMIT, Failure.UNAVAILABLE}) {
            fail(owner.fetch(2), passing);
            assertThat(heard.event()).isInstanceOf(Retrying.class);
        }
        owner.fetch(2).reply(rows(OLD, 2, 3));
        assertThat(heard.rows()).containsExactly(3L);
    }

    @Test
    void ownerThatDoesNotAnswerIsAskedAgain() {
        Heard heard = Heard.of(vertx, SETTINGS.answerMsMax(20));
        owner.query("first");
        assertThat(heard.event())
                .isInstanceOfSatisfying(
                        Retrying.class, event -> assertThat(event.reason()).isEqualTo("no answer about table trade"));
        assertThat(owner.query("first")).isNotNull();
    }

    @Test
    void ownerThatLeftIsAskedForUntilAnotherComes() {
        Heard heard = begun(SETTINGS);
        Message<Object> pending = owner.fetch(2);
        owner.undeploy();
        fail(pending, Failure.NOT_OWNER);
        assertThat(heard.event()).isInstanceOf(Retrying.class);
        assertThat(heard.event()).isInstanceOf(Retrying.class).asString().contains("no owner has table trade");
        FakeOwner next = new FakeOwner(vertx);
        next.fetch(2).reply(rows(NEW, 2, 3));
        next.query("first").reply(edge(NEW, 0, 1));
        assertThat(heard.eventAfterRetries()).isEqualTo(new TableReplaced(OLD, NEW, 0));
    }

    @Test
    void rowsThatLeftAreCountedAndReadingGoesOnBehindThem() {
        Heard heard = begun(SETTINGS);
        fail(owner.fetch(2), Failure.OUT_OF_RANGE);
        owner.query("first").reply(edge(OLD, 7, 8));
        assertThat(heard.event()).isEqualTo(new RowsLost(5, 7, OLD));
        owner.fetch(7);
    }

    @Test
    void offsetThatANewOwnerDoesNotHaveIsNoLoss() {
        Heard heard = begun(SETTINGS);
        fail(owner.fetch(2), Failure.OUT_OF_RANGE);
        owner.query("first").reply(edge(NEW, 0, 0));
        assertThat(heard.event()).isEqualTo(new TableReplaced(OLD, NEW, 0));
        owner.fetch(0);
    }

    @Test
    void rowsOfKeysThatWereWrittenAgainAreSkippedWithoutABatch() {
        Heard heard = begun(SETTINGS);
        owner.fetch(2).reply(edge(OLD, 2, 6));
        owner.fetch(6).reply(rows(OLD, 6, 7));
        assertThat(heard.rows()).containsExactly(7L);
    }

    @Test
    void answerWithoutRowsIsAskedAgain() {
        Heard heard = begun(SETTINGS);
        owner.fetch(2).reply(edge(OLD, 2, 2));
        owner.fetch(2).reply(rows(OLD, 2, 3));
        assertThat(heard.rows()).containsExactly(3L);
    }

    @Test
    void readingGoesOnBehindRowsThatWereHandledBefore() {
        Heard heard = Heard.of(vertx, ConsumerSettings.of(FakeOwner.TABLE, StartPosition.behind(rows(OLD, 0, 1, 2))));
        owner.query("first").reply(edge(OLD, 0, 1));
        assertThat(heard.event()).isEqualTo(new Began(2, OLD));
        owner.fetch(2, "dayEndsFrom", 2);
    }

    @Test
    void rowsHandledBeforeOfATableThatIsNoMoreAreToldToBe() {
        Heard heard = Heard.of(vertx, ConsumerSettings.of(FakeOwner.TABLE, StartPosition.behind(rows(OLD, 0, 1, 2))));
        owner.query("first").reply(edge(NEW, 0, 1));
        assertThat(heard.event()).isEqualTo(new TableReplaced(OLD, NEW, 0));
        assertThat(heard.event()).isEqualTo(new Began(0, NEW));
        owner.fetch(0);
    }

    @Test
    void tableThatIsMadeAfterNowIsReadFromItsFirstRow() {
        owner.undeploy();
        Waiting.on(vertx.eventBus()
                .consumer(Addresses.TABLES, message -> message.reply(new JsonArray()))
                .completion());
        Heard heard = Heard.of(vertx, ConsumerSettings.of(FakeOwner.TABLE, StartPosition.now()));
        assertThat(heard.event()).isInstanceOf(Retrying.class);
        FakeOwner made = new FakeOwner(vertx);
        made.query("first").reply(edge(OLD, 0, 1));
        assertThat(heard.eventAfterRetries()).isEqualTo(new Began(0, OLD));
    }

    @Test
    void refusalForGoodEndsTheConsumer() {
        Heard heard = begun(SETTINGS);
        owner.fetch(2).fail(Failure.BAD_REQUEST.code(), "not like this");
        assertThatThrownBy(() -> Waiting.on(heard.consumer.finish())).hasMessage("not like this");
    }

    @Test
    void closedConsumerIgnoresWhatComesLate() {
        Heard heard = begun(SETTINGS);
        Message<Object> pending = owner.fetch(2);
        Waiting.on(heard.consumer.close());
        pending.reply(rows(OLD, 2, 3));
        owner.announce(NEW.epoch());
        Waiting.on(heard.consumer.finish());
        assertThat(heard.rest()).isEmpty();
    }
}
