package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.FaultyProxy;
import io.tickbus.config.GatewayConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.config.WebConfig;
import io.tickbus.gateway.GatewayVerticle;
import io.tickbus.store.TableVerticle;
import io.tickbus.web.WebVerticle;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The commands that go on until Ctrl-C, while the node that they ask is away for a moment. */
@Timeout(60)
class RestartedNodeTest {
    private final Vertx vertx = Vertx.vertx();
    private final GatewayVerticle gateway = new GatewayVerticle(GatewayConfig.of(Map.of("port", 0), Map.of()));
    private final WebVerticle web = new WebVerticle(WebConfig.of(Map.of("port", 0), Map.of()), List.of());

    @BeforeEach
    void deploy() throws Exception {
        Map<String, Object> note = Map.of("columns", Map.of("sym", "symbol"));
        vertx.deployVerticle(new TableVerticle(StoreConfig.of(Map.of("tables", Map.of("note", note)))))
                .await(20, TimeUnit.SECONDS);
        vertx.deployVerticle(gateway).await(20, TimeUnit.SECONDS);
        vertx.deployVerticle(web).await(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    private void send(String row) {
        assertThat(CommandLineRun.of("send", "note", row, "--gateway", ":" + gateway.port())
                        .err())
                .isEmpty();
    }

    @Test
    void tailTriesAgainWhenTheNodeIsAwayAndSaysSoOnce() throws Exception {
        Pipe out = new Pipe();
        StringWriter err = new StringWriter();
        try (FaultyProxy proxy = new FaultyProxy(gateway.port())) {
            String[] words = {"tail", "note", "--json", "--gateway", ":" + proxy.port()};
            CompletableFuture<Integer> tail = CompletableFuture.supplyAsync(
                    () -> Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words));
            while (out.toString().isEmpty()) {
                send("{\"sym\":\"a\"}");
            }
            proxy.admit(FaultyProxy.Admission.REFUSE);
            proxy.end(FaultyProxy.Ending.CUT);
            TimeUnit.MILLISECONDS.sleep(1500); // several attempts
            assertThat(tail).as(err.toString()).isNotDone();
            proxy.admit(FaultyProxy.Admission.PASS);
            while (!out.toString().contains("end")) {
                send("{\"sym\":\"end\"}");
            }
            out.close();
            while (!tail.isDone()) {
                send("{\"sym\":\"end\"}");
            }
            assertThat(tail.get()).isZero();
            assertSaidOnce(err.toString().lines().skip(1).toList(), "; tries again");
        }
    }

    @Test
    void statusWatchesANodeThatIsAwayForAWhile() throws Exception {
        Pipe out = new Pipe();
        StringWriter err = new StringWriter();
        try (FaultyProxy proxy = new FaultyProxy(web.port())) {
            String[] words = {"status", "--watch", "--json", "--web", ":" + proxy.port()};
            CompletableFuture<Integer> watch = CompletableFuture.supplyAsync(
                    () -> Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words));
            awaitLines(out, 1);
            proxy.admit(FaultyProxy.Admission.REFUSE);
            proxy.end(FaultyProxy.Ending.CUT);
            awaitLines(err, 1);
            TimeUnit.MILLISECONDS.sleep(1500);
            assertThat(watch).as(err.toString()).isNotDone();
            long before = out.toString().lines().count();
            proxy.admit(FaultyProxy.Admission.PASS);
            awaitLines(out, before + 1);
            assertSaidOnce(err.toString().lines().toList(), "; asks again");
            out.close();
            assertThat(watch.get(20, TimeUnit.SECONDS)).isZero();
        }
    }

    /** An attempt may fail for another reason than the one before, and says so then. */
    private static void assertSaidOnce(List<String> lines, String end) {
        assertThat(lines).isNotEmpty().allMatch(line -> line.endsWith(end));
        for (int i = 1; i < lines.size(); i++) {
            assertThat(lines.get(i)).isNotEqualTo(lines.get(i - 1));
        }
    }

    /** A pipe whose reader can go. */
    private static final class Pipe extends Writer {
        private final StringWriter text = new StringWriter();
        private volatile boolean closed;

        @Override
        public void write(char[] characters, int from, int length) throws IOException {
            flush();
            text.write(characters, from, length);
        }

        @Override
        public void flush() throws IOException {
            if (closed) {
                throw new IOException("broken pipe");
            }
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    private static void awaitLines(Writer text, long lines) throws InterruptedException {
        while (text.toString().lines().count() < lines) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
