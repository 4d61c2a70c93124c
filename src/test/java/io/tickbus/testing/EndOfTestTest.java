package io.tickbus.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.tickbus.junit5.TestPipeline;
import io.tickbus.junit5.TestTickerplant;
import io.tickbus.junit5.TickbusTest;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The port, the log and the threads of the testing kit have ended after a test. */
@TickbusTest(config = "{\"subscribers\": [{\"name\": \"endOfTest\"}]}")
class EndOfTestTest {
    private static final String THREAD = "tickbus-q-endOfTest";
    private static int port;
    private static Path log = Path.of("");
    private @Nullable TestTickerplant prepared;

    @BeforeEach
    void prepare(TestTickerplant tickerplant) {
        prepared = tickerplant;
    }

    private static boolean isRunning(String thread) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(running -> running.getName().equals(thread));
    }

    @Test
    void runs(TestTickerplant tickerplant, TestPipeline pipeline) throws Exception {
        assertThat(tickerplant).isSameAs(prepared);
        port = tickerplant.port();
        c client = new c(TestTickerplant.HOST, port);
        log = Path.of(((String) client.k(".u.L")).substring(1));
        client.close();
        assertThat(log).exists();
        assertThat(pipeline.vertx().deploymentIDs()).isNotEmpty();
        assertThat(isRunning(THREAD)).isTrue();
    }

    @AfterAll
    static void hasEnded() {
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(ConnectException.class);
        assertThat(log.getParent()).doesNotExist();
        assertThat(isRunning(THREAD)).isFalse();
    }
}
