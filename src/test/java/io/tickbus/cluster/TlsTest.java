package io.tickbus.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.event.Batch;
import io.tickbus.event.QCodec;
import io.tickbus.table.RandomRows;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The event bus between two nodes, encrypted; the key stores are made by the JDK's own keytool. */
class TlsTest {
    private static final String PASSWORD = "sesame";
    private static final Map<String, String> ENVIRONMENT = Map.of("PASSWORD", PASSWORD);
    private static final int KEYTOOL_SECONDS_MAX = 60;
    private static final DeliveryOptions IN_TIME = new DeliveryOptions().setSendTimeout(30_000);
    private static final DeliveryOptions SOON = new DeliveryOptions().setSendTimeout(2000); // for what never comes

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private void keytool(String store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), arguments[0]));
        command.addAll(List.of("-keystore", dir.resolve(store).toString(), "-storepass", PASSWORD, "-alias", "node"));
        command.addAll(List.of(arguments).subList(1, arguments.length));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("keytool.out").toFile())
                .start();
        assertThat(process.waitFor(KEYTOOL_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    /** A key in one store, and its certificate in another. */
    private void keys(String type, String keyStore, String trustStore) throws IOException, InterruptedException {
        String certificate = dir.resolve("node.crt").toString();
        keytool(
                keyStore,
                "-genkeypair",
                "-storetype",
                type,
                "-keyalg",
                "EC",
                "-dname",
                "CN=node",
                "-keypass",
                PASSWORD);
        keytool(keyStore, "-exportcert", "-file", certificate);
        keytool(trustStore, "-importcert", "-storetype", type, "-noprompt", "-file", certificate);
    }

    private Map<String, ?> tls(String keyStore, String trustStore) {
        Map<String, String> password = Map.of("env", "PASSWORD");
        return Map.of(
                "tls",
                Map.of(
                        "keyStore",
                        dir.resolve(keyStore).toString(),
                        "password",
                        password,
                        "trustStore",
                        dir.resolve(trustStore).toString(),
                        "trustPassword",
                        password));
    }

    private Vertx join(TestCluster cluster, Map<String, ?> tls) throws Exception {
        return cluster.joined(Clusters.join(cluster.config(tls, ENVIRONMENT), TestCluster.WIRE_VERSION));
    }

    /** Sends rows to another node, which sends them back. */
    private static Object echoed(Vertx from, Vertx by, Batch rows) throws Exception {
        QCodec.registerAll(from);
        QCodec.registerAll(by);
        TestCluster.await(by.eventBus()
                .<Batch>consumer("echo", message -> message.reply(message.body()))
                .completion());
        return TestCluster.await(from.eventBus().request("echo", rows, IN_TIME).map(answer -> answer.body()));
    }

    private static Object ask(Vertx vertx, DeliveryOptions options) throws Exception {
        return TestCluster.await(
                vertx.eventBus().request("greeting", "world", options).map(answer -> answer.body()));
    }

    private static void greet(Vertx vertx) throws Exception {
        TestCluster.await(vertx.eventBus()
                .<String>consumer("greeting", message -> message.reply("hello " + message.body()))
                .completion());
    }

    @Test
    void nodesThatTrustEachOtherTalkAndOneWithoutCertificateDoesNot() throws Exception {
        keys("PKCS12", "node.p12", "trust.p12");
        try (TestCluster cluster = new TestCluster()) {
            Vertx first = join(cluster, tls("node.p12", "trust.p12"));
            greet(first);
            Vertx second = join(cluster, tls("node.p12", "trust.p12"));
            assertThat(ask(second, IN_TIME)).isEqualTo("hello world");
            Batch rows = Batch.of("trade", RandomRows.rows(RandomRows.everyType(0), 5000, new Random(17)));
            assertThat(echoed(second, first, rows)).isEqualTo(rows);

            Vertx stranger = join(cluster, Map.of());
            assertThatThrownBy(() -> ask(stranger, SOON)).hasMessageContaining("Timed out");
        }
    }

    @Test
    void nodeWithACertificateThatNobodyTrustsDoesNotTalk() throws Exception {
        keys("JKS", "node.jks", "trust.jks");
        keys("PKCS12", "other.p12", "others.p12");
        try (TestCluster cluster = new TestCluster()) {
            greet(join(cluster, tls("node.jks", "trust.jks")));
            assertThat(ask(join(cluster, tls("node.jks", "trust.jks")), IN_TIME))
                    .isEqualTo("hello world");

            Vertx stranger = join(cluster, tls("other.p12", "trust.jks"));
            assertThatThrownBy(() -> ask(stranger, SOON)).hasMessageContaining("Timed out");
        }
    }
}
