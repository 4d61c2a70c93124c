package io.tickbus.config;

import static io.tickbus.config.Configs.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsConfigTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("P", "sesame", "WRONG", "simsim");

    @TempDir
    Path dir = Path.of("");

    private Path store(String type, String name) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        Path file = dir.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "sesame".toCharArray());
        }
        return file;
    }

    private List<String> tls(Path keyStore, Path trustStore, String variable) {
        return problems(dir, """
                tickerplant: {}
                cluster:
                  tls:
                    keyStore: %s
                    password: {env: %s}
                    trustStore: %s
                    trustPassword: {env: P}
                """.formatted(keyStore, variable, trustStore), ENVIRONMENT);
    }

    @Test
    void formatIsTakenFromTheFile() throws Exception {
        Map<String, ?> password = Map.of("env", "P");
        ClusterConfig config = ClusterConfig.of(
                Map.of(
                        "tls",
                        Map.of(
                                "keyStore",
                                store("PKCS12", "a.store").toString(),
                                "password",
                                password,
                                "trustStore",
                                store("JKS", "b.store").toString(),
                                "trustPassword",
                                password)),
                ENVIRONMENT);
        assertThat(config.tls()).isNotNull().satisfies(tls -> {
            assertThat(tls.keyStore().type()).isEqualToIgnoringCase("PKCS12");
            assertThat(tls.trustStore().type()).isEqualTo("JKS");
        });
        assertThat(config.toString()).contains("password=******").doesNotContain("sesame");
    }

    @Test
    void storesThatCannotBeOpenedAreReported() throws Exception {
        Path good = store("PKCS12", "good.p12");
        Path none = dir.resolve("none.p12");
        Path text = Configs.write(dir, "text.p12", "no key store");
        assertThat(tls(good, good, "P")).isEmpty();
        assertThat(tls(good, none, "WRONG"))
                .containsExactly(
                        "pipeline.yaml:4: cluster.tls.keyStore: good.p12: the password is wrong",
                        "pipeline.yaml:6: cluster.tls.trustStore: none.p12: the file does not exist or cannot be read");
        assertThat(tls(text, good, "P"))
                .containsExactly("pipeline.yaml:4: cluster.tls.keyStore: text.p12: neither PKCS12 nor JKS");
    }

    @Test
    void everyKeyIsRequired() {
        assertThat(problems(dir, "tickerplant: {}\ncluster: {tls: {keyStor: a}}"))
                .extracting(line -> line.replaceFirst(".*cluster.tls.", ""))
                .containsExactlyInAnyOrder(
                        "keyStor: unknown key; did you mean keyStore?",
                        "keyStore: required",
                        "password: required",
                        "trustStore: required",
                        "trustPassword: required");
    }
}
