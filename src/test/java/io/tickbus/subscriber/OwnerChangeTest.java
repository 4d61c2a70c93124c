package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.event.Addresses;
import io.tickbus.q.ByteVector;
import io.tickbus.q.RowDigests;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionEpoch;
import io.tickbus.replication.PartitionState;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Another owner takes the tables over while a session begins, or while tables of an earlier session are at rest. */
class OwnerChangeTest extends LoggedTest {
    @Test
    void ownerThatChangesWhileTheSecondTableIsOpenedIsGivenAllRowsOfTheFirst() throws Exception {
        q.tables(table("prices"), table("quotes")).append(1, 2).append(quote(7));
        FakeQ.Peer peer = q.live(rig.logged("acknowledgeTimeoutMs", Rig.LIMIT_MS), 3);
        rig.untilNumbersAre(1, 2);
        rig.held = "quotes"::equals;
        peer.close();
        q.subscribed(3);
        Rig.until("the second is being opened", () -> rig.openings("quotes") == 2);
        rig.loseOwner();
        rig.ownTables();
        Rig.until("the first was asked for again", () -> rig.openings("prices") == 3);
        assertThat(rig.rows("prices").size()).as("of the new owner").isZero();
        rig.letThrough();
        q.live(3);

        rig.untilNumbersAre(1, 2);
        assertThat(rig.rows("quotes").size()).isOne();
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void ownerThatAnswersAnOpeningIsAnnouncedByIt() {
        SubscriberHost host = host();
        List<Long> announced = new CopyOnWriteArrayList<>();
        host.onOwner(announced::add);
        answerOpenings(2);
        OpenPartition opening = new OpenPartition("prices", "s", Schema.of(Rig.prices()));
        Rig.await(host.open(opening));
        assertThat(announced).containsExactly(2L);

        ((VertxSubscriberHost) host).onEpoch(2);
        ((VertxSubscriberHost) host).onEpoch(1);
        assertThat(announced).as("said already, and replaced").containsExactly(2L);
        assertThat(host.epoch()).isEqualTo(2);
    }

    @Test
    void partitionThatAnOwnerOfBeforeHasAnsweredTurnsToTheOneThatWasAnnounced() throws Exception {
        SubscriberHost host = host();
        SubscriberCounters counters = new SubscriberCounters();
        RejectionReporter rejections = new RejectionReporter(host, "s", counters);
        PartitionWriters partitions =
                new PartitionWriters(host, rig.config(), counters, rejections, () -> false, () -> {});
        ((VertxSubscriberHost) host).onEpoch(2);
        answerOpenings(1);

        partitions.open(new SubscribeProtocol.Subscribed("prices", Schema.of(Rig.prices()), Rig.prices()));

        assertThat(rig.openings("prices")).isEqualTo(2);
    }

    @Test
    void tableThatTheTickerplantNoLongerHasIsNotAskedForAtANewOwner() throws Exception {
        List<String> questions = new CopyOnWriteArrayList<>();
        rig.vertx.eventBus().addOutboundInterceptor(delivery -> {
            if (delivery.body() instanceof PartitionBatch batch && batch.end() == batch.position()) {
                questions.add(batch.topic());
            }
            delivery.next();
        });
        q.tables(table("prices"), table("quotes")).append(1, 2).append(quote(7));
        FakeQ.Peer peer = q.live(rig.logged("pingMs", 20), 3);
        rig.untilNumbersAre(1, 2);
        peer.close();
        q.tables(table("prices"));
        peer = q.live(3);
        rig.loseOwner();
        rig.ownTables();
        Rig.until("its end, behind a ping", peer::endsNext);
        peer = q.live(3);
        questions.clear();
        assertThat(peer.read().value())
                .as("sent after all partitions were asked about")
                .isEqualTo(ByteVector.chars(".u.i"));
        q.publish(peer, 3);

        rig.untilNumbersAre(1, 2, 3);
        assertThat(questions).contains("prices").doesNotContain("quotes");
        JsonArray tables = (JsonArray)
                Rig.await(rig.vertx.eventBus().request(Addresses.TABLES, null)).body();
        assertThat(tables.toString()).doesNotContain("quotes");
    }

    private SubscriberHost host() {
        return new VertxSubscriberHost(rig.vertx, rig.config(), () -> true);
    }

    private void answerOpenings(long epoch) {
        rig.loseOwner();
        Rig.await(rig.vertx
                .eventBus()
                .<OpenPartition>consumer(OpenPartition.ADDRESS, message -> {
                    PartitionEpoch partitionEpoch = new PartitionEpoch(epoch, 1);
                    message.reply(new PartitionState(
                            0, 0, LogPosition.NOWHERE, new RowDigests().toVector(), 0, false, partitionEpoch));
                })
                .completion());
    }

    private static Value table(String name) {
        return LoggingQ.table(name, Rig.prices());
    }

    private static Value quote(long number) {
        return LoggingQ.upd("quotes", Rig.prices(number));
    }
}
