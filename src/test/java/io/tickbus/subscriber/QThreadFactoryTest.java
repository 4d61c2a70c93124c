package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tickbus.config.ConfigException;
import io.tickbus.config.Threading;
import io.tickbus.q.wire.FakeQ;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QThreadFactoryTest {
    private static final boolean HAS_VIRTUAL = Runtime.version().feature() >= 21;

    @Test
    void platformThreadHasItsNameAndKeepsNoJvmAlive() {
        Thread thread = QThreadFactory.unstarted(Threading.PLATFORM, "tickbus-q-s", () -> {});
        assertThat(thread.getName()).isEqualTo("tickbus-q-s");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getState()).isEqualTo(Thread.State.NEW);
    }

    @Test
    void virtualThreadHasItsName() throws Exception {
        assumeTrue(HAS_VIRTUAL, "virtual threads came with JDK 21");
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        Thread thread =
                QThreadFactory.unstarted(Threading.VIRTUAL, "tickbus-q-s", () -> ran.complete(Thread.currentThread()));
        thread.start();
        assertThat(ran.get(Rig.LIMIT_MS, TimeUnit.MILLISECONDS)).isSameAs(thread);
        assertThat(thread.getName()).isEqualTo("tickbus-q-s");
        assertThat(Thread.class.getMethod("isVirtual").invoke(thread)).isEqualTo(true);
    }

    @Test
    void virtualSubscriberBringsRowsAndStops() throws Exception {
        assumeTrue(HAS_VIRTUAL, "virtual threads came with JDK 21");
        try (Rig rig = new Rig()) {
            rig.ownTables();
            FakeQ.Peer peer = rig.live(rig.config("threading", "virtual"));
            peer.push(Rig.upd(1, 2));
            rig.untilNumbersAre(1, 2);
            Rig.await(rig.vertx.undeploy(rig.deployment()));
            assertThat(peer.endsNext()).isTrue();
        }
    }

    @Test
    void withoutVirtualThreadsTheVersionThatIsNeededIsNamed() throws Exception {
        assumeTrue(!HAS_VIRTUAL, "only where there are none");
        assertThatThrownBy(() -> QThreadFactory.unstarted(Threading.VIRTUAL, "tickbus-q-s", () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Java 21");
        try (Rig rig = new Rig()) {
            assertThatThrownBy(() -> rig.config("threading", "virtual"))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("Java 21");
        }
    }
}
