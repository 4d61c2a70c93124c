package io.tickbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.tickbus.client.ConsumerSettings;
import io.tickbus.client.ProducerSettings;
import io.tickbus.client.RowStream;
import io.tickbus.client.StartPosition;
import io.tickbus.client.TableConsumer;
import io.tickbus.config.PipelineConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Rejection;
import io.tickbus.event.Status;
import io.tickbus.junit5.FreePort;
import io.tickbus.pipeline.Role;
import io.tickbus.q.FloatVector;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.junit5.VertxExtension;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application that embeds a pipeline, or connects to one. */
@ExtendWith(VertxExtension.class)
class TickbusTest {
    private static final JsonObject ALL = new JsonObject();

    /** Everything on free ports; no rows but those of the test. */
    private static JsonObject pipeline() {
        return new JsonObject("""
                {
                  "tickerplant": {"port": 0, "feed": {"kind": "none"}},
                  "subscribers": [{"name": "trades", "tables": ["trade"]}, {"name": "quotes", "tables": ["quote"]}],
                  "tables": {"note": {"columns": {"sym": "symbol", "n": "long"}}},
                  "gateway": {"port": 0},
                  "web": {"port": 0}
                }
                """);
    }

    /** Tables, and nothing that a subscriber brings. */
    private static JsonObject tables() {
        return new JsonObject("""
                {"tables": {"note": {"columns": {"sym": "symbol", "n": "long"}}}}
                """);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("not completed within 20 s", late);
        }
    }

    private static JsonObject note(String sym, long n) {
        return new JsonObject().put("sym", sym).put("n", n);
    }

    private static void publish(SocketAddress tickerplant, String sym, double price) throws Exception {
        c q = new c(tickerplant.host(), tickerplant.port());
        try {
            q.k(".u.upd", "trade", new Object[] {sym, price, 100L});
        } finally {
            q.close();
        }
    }

    @Test
    void rowThatIsPublishedAfterReadyArrives(Vertx vertx) throws Exception {
        Tickbus tickbus = await(Tickbus.embedded(vertx, pipeline()).ready());
        Promise<Double> price = Promise.promise();
        TableConsumer consumer = tickbus.table("trade").consume(StartPosition.now(), rows -> {
            price.tryComplete(((FloatVector) rows.rows().column("price")).at(0));
            return Future.succeededFuture();
        });
        await(consumer.completion());
        publish(tickbus.address(Role.TICKERPLANT), "AAPL", 187.5);
        assertThat(await(price.future())).isEqualTo(187.5);
        await(consumer.close());
        await(tickbus.close());
    }

    @Test
    void eachRoleTellsItsAddress(Vertx vertx) throws Exception {
        Tickbus tickbus = await(Tickbus.embedded(vertx, pipeline()).ready());
        SocketAddress web = tickbus.address(Role.WEB);
        HttpClient client = vertx.createHttpClient();
        int status = await(client.request(HttpMethod.GET, web.port(), web.host(), "/health/ready")
                .compose(request -> request.send().map(response -> response.statusCode())));
        assertThat(status).isEqualTo(200);
        await(client.close()); // A client without a reference is closed by the garbage collector.
        c q = new c(
                tickbus.address(Role.GATEWAY).host(),
                tickbus.address(Role.GATEWAY).port());
        assertThat(q.k("count note")).isEqualTo(0L);
        q.close();
        assertThatThrownBy(() -> tickbus.address(Role.SUBSCRIBER)).hasMessageStartingWith("no subscriber listens here");
        await(tickbus.close());
    }

    @Test
    void closeEndsEverything(Vertx vertx) throws Exception {
        Tickbus tickbus = await(Tickbus.embedded(vertx, pipeline()).ready());
        SocketAddress tickerplant = tickbus.address(Role.TICKERPLANT);
        TableConsumer consumer =
                tickbus.table("note").consume(StartPosition.beginning(), rows -> Future.succeededFuture());
        RowStream stream = tickbus.table("note").stream(StartPosition.beginning());
        Future<AppendReply> sent = tickbus.table("note").send(note("a", 1));
        MessageConsumer<JsonObject> statuses = tickbus.statuses(status -> {});
        await(tickbus.close());

        assertThat(await(sent).rows()).isOne();
        await(consumer.finish());
        await(stream.finish());
        assertThat(statuses.isRegistered()).isFalse();
        assertThat(vertx.deploymentIDs()).isEmpty();
        assertThatThrownBy(() -> new c(tickerplant.host(), tickerplant.port())).isInstanceOf(java.io.IOException.class);
        await(tickbus.finish());
        await(tickbus.close());
        assertThatThrownBy(() -> await(tickbus.table("note").send(note("a", 2))))
                .hasMessage("the producer is closed");
        assertThatThrownBy(() -> await(tickbus.table("other").send(note("a", 2))))
                .hasMessage("this Tickbus is closed");
        assertThatThrownBy(() -> tickbus.table("quote").stream(StartPosition.now()))
                .hasMessage("this Tickbus is closed");
    }

    @Test
    void closeLetsAHandlerSendItsLastRows(Vertx vertx) {
        Tickbus tickbus = await(Tickbus.embedded(vertx, tables()).ready());
        await(tickbus.table("note").send(note("a", 1)));
        Promise<Void> handling = Promise.promise();
        Promise<Void> goOn = Promise.promise();
        TableConsumer consumer = tickbus.table("note").consume(StartPosition.beginning(), rows -> {
            handling.tryComplete();
            return goOn.future().compose(on -> tickbus.table("note").send(note("b", 2)));
        });
        await(handling.future());
        Future<Void> closed = tickbus.close();
        assertThat(closed.isComplete()).isFalse();
        goOn.complete();
        await(closed);
        await(consumer.finish());
    }

    @Test
    void deploymentThatFailsIsTheReasonWhyItIsNotReady(Vertx vertx) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            JsonObject config = tables().put("web", new JsonObject().put("port", taken.getLocalPort()));
            Tickbus tickbus = Tickbus.embedded(vertx, config);
            assertThatThrownBy(() -> await(tickbus.ready()))
                    .hasMessageStartingWith("web.port: cannot listen on 127.0.0.1:" + taken.getLocalPort());
            assertThatThrownBy(() -> await(tickbus.ready(1))).hasMessageStartingWith("web.port: ");
            await(tickbus.close());
        }
    }

    @Test
    void configurationThatIsWrongIsTheReasonToo(Vertx vertx) {
        Tickbus tickbus = Tickbus.embedded(vertx, new JsonObject().put("tabels", new JsonObject()));
        assertThatThrownBy(() -> await(tickbus.ready())).hasMessageContaining("tabels");
    }

    @Test
    void whatIsNotLiveIsNamedAfterTheTimeLimit(Vertx vertx) throws Exception {
        JsonObject config =
                new JsonObject().put("subscribers", List.of(Map.of("name", "absent", "port", FreePort.choose())));
        Tickbus tickbus = Tickbus.embedded(vertx, config);
        Throwable late = late(tickbus);
        // The deployment may still run, and the subscriber connects repeatedly.
        while (!String.valueOf(late.getMessage()).contains("absent BACKING_OFF")) {
            late = late(tickbus);
        }
        assertThat(late).hasMessageStartingWith("not live after 1 ms: absent BACKING_OFF");
        Future<Tickbus> ready = tickbus.ready();
        await(tickbus.close());
        assertThatThrownBy(() -> await(ready)).hasMessage("closed before the pipeline was live");
    }

    private static Throwable late(Tickbus tickbus) {
        Throwable reason = await(tickbus.ready(1).<Throwable>mapEmpty().otherwise(failure -> failure));
        assertThat(reason).isInstanceOf(TimeoutException.class);
        return reason;
    }

    @Test
    void configurationMayBeARecord(Vertx vertx) {
        PipelineConfig config = PipelineConfig.of(tables().getMap(), Map.of());
        Tickbus tickbus = await(Tickbus.embedded(vertx, config).ready());
        assertThat(await(tickbus.table("note").count(ALL))).isZero();
    }

    @Test
    void embeddedPipelineEndsWithTheVerticleThatStartedIt(Vertx vertx) {
        Promise<Tickbus> started = Promise.promise();
        String id = await(vertx.deployVerticle(new AbstractVerticle() {
            @Override
            public void start(Promise<Void> done) {
                Tickbus.embedded(vertx, tables())
                        .ready()
                        .onComplete(started)
                        .<Void>mapEmpty()
                        .onComplete(done);
            }
        }));
        await(vertx.undeploy(id));
        assertThat(vertx.deploymentIDs()).isEmpty();
        await(await(started.future()).close());
    }

    @Test
    void connectedApplicationUsesWhatRunsInThisJvm(Vertx vertx) {
        Tickbus connected = Tickbus.connect(vertx);
        Future<Tickbus> ready = connected.ready();
        Tickbus embedded = Tickbus.embedded(vertx, tables());
        assertThat(await(ready)).isSameAs(connected);
        assertThat(await(connected.table("note").send(List.of(note("a", 1), note("b", 2))))
                        .rows())
                .isEqualTo(2);
        assertThat(await(connected.table("note").schema()).columns()).containsExactly("sym", "n");
        assertThat(await(connected.table("note").count(ALL))).isEqualTo(2);
        assertThat(await(connected.table("note").first(1, ALL))
                        .rows()
                        .column("n")
                        .longAt(0))
                .isEqualTo(1L);
        assertThat(await(connected.table("note").last(1, ALL))
                        .rows()
                        .column("n")
                        .longAt(0))
                .isEqualTo(2L);
        assertThat(await(connected.tables().list())).hasSize(1);
        assertThat(await(connected.select("select sum n from note"))
                        .toJson()
                        .getJsonArray("rows")
                        .encode())
                .isEqualTo("[{\"n\":3}]");
        assertThatThrownBy(() -> connected.address(Role.WEB)).hasMessageStartingWith("no web listens here");

        await(connected.close());
        assertThat(vertx.deploymentIDs()).isNotEmpty();
        await(embedded.close());
    }

    @Test
    void sendsOfSeveralVerticlesKeepTheirOrderAndTheirContexts(Vertx vertx) {
        Tickbus tickbus = await(Tickbus.embedded(vertx, tables()).ready());
        Promise<Context> replied = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(turn ->
                tickbus.table("note").send(note("a", 1)).onComplete(reply -> replied.complete(Vertx.currentContext())));
        assertThat(await(replied.future())).isSameAs(context);
        List<Future<AppendReply>> sent = new java.util.ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sent.add(tickbus.table("note").send(note("b", i)));
        }
        await(Future.all(sent));
        for (int i = 0; i < 100; i++) {
            assertThat(sent.get(i).result().offset()).isEqualTo(i + 1);
        }
    }

    @Test
    void statusesEventsAndRejectionsReachTheirHandlers(Vertx vertx) {
        Tickbus tickbus = Tickbus.embedded(vertx, tables());
        Promise<Status> status = Promise.promise();
        Promise<JsonObject> event = Promise.promise();
        Promise<Rejection> rejection = Promise.promise();
        MessageConsumer<JsonObject> statuses = tickbus.statuses(status::tryComplete);
        tickbus.events(event::tryComplete);
        tickbus.rejections(rejection::tryComplete);
        await(tickbus.ready());
        assertThat(await(status.future()).part()).isEqualTo(Status.TABLE);
        vertx.eventBus().publish(Addresses.EVENTS, new JsonObject().put("event", "gap"));
        assertThat(await(event.future()).getString("event")).isEqualTo("gap");
        tickbus.producer(ProducerSettings.of("note")).send(new JsonObject().put("m", 1));
        assertThat(await(rejection.future()).topic()).isEqualTo("note");
        await(statuses.unregister());
        await(tickbus.close());
    }

    @Test
    void settingsAreForThoseWhoNeedThem(Vertx vertx) {
        Tickbus tickbus = await(Tickbus.embedded(vertx, tables()).ready());
        ConsumerSettings misspelled =
                ConsumerSettings.of("noet", StartPosition.beginning()).missingTableMsMax(1);
        TableConsumer consumer = tickbus.consume(misspelled, rows -> Future.succeededFuture(), event -> {});
        assertThatThrownBy(() -> await(consumer.finish())).hasMessage("the owner has no table noet; it has note");
        Promise<Throwable> failure = Promise.promise();
        tickbus.stream(misspelled, event -> {})
                .exceptionHandler(failure::complete)
                .handler(rows -> {});
        assertThat(await(failure.future())).hasMessage("the owner has no table noet; it has note");
    }
}
