package io.tickbus.tickerplant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.wire.MessageKind;
import io.tickbus.server.RawClient;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DemoVerticleTest {
    private final Vertx vertx = Vertx.vertx();
    private final DemoVerticle demo = new DemoVerticle("127.0.0.1", 0);

    @BeforeEach
    void deploy() {
        vertx.deployVerticle(demo).await();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private RawClient subscriber() throws Exception {
        RawClient client = RawClient.open(demo.port());
        client.send(MessageKind.SYNC, ByteVector.chars(".demo.sub[]"));
        client.receive();
        return client;
    }

    @Test
    void everySubscriberGetsEveryMessageHoweverOftenItAsked() throws Exception {
        int subscribers = 10;
        int messages = 5000;
        ExecutorService readers = Executors.newFixedThreadPool(subscribers);
        List<Future<Integer>> counts = new ArrayList<>();
        for (int i = 0; i < subscribers; i++) {
            RawClient client = subscriber();
            client.send(MessageKind.SYNC, ByteVector.chars(".demo.sub[]"));
            client.receive();
            counts.add(readers.submit(() -> {
                int count = 0;
                while (count < messages && client.value() instanceof LongVector pair && isPair(pair)) {
                    count++;
                }
                client.close();
                return count;
            }));
        }
        c control = new c("127.0.0.1", demo.port());

        assertThat(control.k(".demo.send " + messages)).isEqualTo((long) subscribers * messages);

        for (Future<Integer> count : counts) {
            assertThat(count.get()).isEqualTo(messages);
        }
        readers.shutdown();
        control.close();
    }

    private static boolean isPair(LongVector pair) {
        return pair.size() == 2 && pair.at(0) >= 0 && pair.at(0) < 100 && pair.at(1) >= 0 && pair.at(1) < 100;
    }

    @Test
    void messageIsABareVectorOfTwoLongs() throws Exception {
        try (RawClient client = subscriber()) {
            client.send(MessageKind.SYNC, ByteVector.chars(".demo.send 1"));

            assertThat(client.receiveHex())
                    .startsWith("010000001e000000070002000000")
                    .hasSize(60);
            assertThat(client.value()).isEqualTo(Atom.ofLong(1));
        }
    }

    @Test
    void subscriberThatDoesNotReadIsWaitedForAndOneThatLeavesIsNot() throws Exception {
        RawClient asleep = subscriber();
        try (RawClient control = RawClient.open(demo.port())) {
            control.send(MessageKind.SYNC, ByteVector.chars(".demo.send 2000000"));
            for (int i = 0; i < 1000; i++) {
                assertThat(asleep.value()).isInstanceOf(LongVector.class);
            }
            asleep.close();

            assertThat(control.value())
                    .isInstanceOfSatisfying(
                            Atom.class,
                            sent -> assertThat(sent.item().longAt(0)).isBetween(1000L, 1_999_999L));
        }
    }

    @Test
    void twoSendsAtOnceBothEnd() throws Exception {
        int messages = 200_000; // more than fits a write queue and the sockets
        try (RawClient client = subscriber();
                RawClient one = RawClient.open(demo.port());
                RawClient two = RawClient.open(demo.port())) {
            one.send(MessageKind.SYNC, ByteVector.chars(".demo.send " + messages));
            two.send(MessageKind.SYNC, ByteVector.chars(".demo.send " + messages));

            for (int i = 0; i < 2 * messages; i++) {
                client.receive();
            }

            assertThat(one.value()).isEqualTo(Atom.ofLong(messages));
            assertThat(two.value()).isEqualTo(Atom.ofLong(messages));
        }
    }

    @Test
    void nobodyToSendToIsNoMessage() throws Exception {
        c control = new c("127.0.0.1", demo.port());

        assertThat(control.k(".demo.send 5")).isEqualTo(0L);
        assertThatThrownBy(() -> control.k(".demo.send `x")).hasMessageStartingWith("type: .demo.send");
        assertThatThrownBy(() -> control.k(".demo.send -1")).hasMessageStartingWith("domain: .demo.send -1");
        assertThatThrownBy(() -> control.k(".u.sub[`;`]")).hasMessage("nyi: .u.sub");
        control.close();
    }
}
