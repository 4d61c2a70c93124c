package io.tickbus.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenIdConfigTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("SECRET", "s3cr3t");
    private static final String CALLBACK = "https://ticks.example.com/login/openid/callback";

    private static Map<String, Object> openId(String key, Object value) {
        Map<String, Object> tree = new HashMap<>();
        tree.put("issuer", "https://login.example.com/realms/desk/");
        tree.put("clientId", "tickbus");
        tree.put("clientSecret", Map.of("env", "SECRET"));
        tree.put("callback", CALLBACK);
        tree.put("rights", Map.of("traders", "read=trade"));
        tree.put(key, value);
        return tree;
    }

    private static WebConfig web(Map<String, Object> openId) {
        return WebConfig.of(Map.of("users", "conf/users", "openid", openId), ENVIRONMENT);
    }

    private static List<String> problems(String key, Object value) {
        return Configs.problems(() -> web(openId(key, value)));
    }

    @Test
    void fiveKeysAreEnough() {
        OpenIdConfig config =
                Objects.requireNonNull(web(openId("clientId", "tickbus")).openId());
        assertThat(config)
                .isEqualTo(new OpenIdConfig(
                        URI.create("https://login.example.com/realms/desk"),
                        "tickbus",
                        new Secret("s3cr3t"),
                        URI.create(CALLBACK),
                        List.of("openid", "profile", "groups"),
                        "preferred_username",
                        "groups",
                        Map.of("traders", "read=trade")));
        assertThat(config.toString()).doesNotContain("s3cr3t");
    }

    @Test
    void everythingMissingIsToldAtOnce() {
        assertThat(Configs.problems(() -> web(Map.of("issuers", "x"))))
                .contains(
                        "openid.issuer: required",
                        "openid.clientId: required",
                        "openid.clientSecret: required",
                        "openid.callback: required",
                        "openid.rights: required")
                .hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example.com",
                "login.example.com",
                "https://a b",
                "https://x.example/?a=b",
                "ftp://localhost"
            })
    void issuerIsAnEncryptedAddress(String issuer) {
        assertThat(problems("issuer", issuer))
                .singleElement()
                .asString()
                .startsWith("openid.issuer: \"" + issuer + "\" is ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080", "http://127.0.0.1:9000/a", "http://[::1]:1"})
    void addressOfThisMachineNeedsNoEncryption(String issuer) {
        assertThat(web(openId("issuer", issuer)).openId()).isNotNull();
    }

    @Test
    void callbackScopesAndRightsAreChecked() {
        assertThat(problems("callback", "https://ticks.example.com/callback"))
                .containsExactly("openid.callback: \"https://ticks.example.com/callback\" does not end with"
                        + " /login/openid/callback, the path to which the provider sends a browser");
        assertThat(problems("scopes", List.of("profile")))
                .containsExactly("openid.scopes: lacks openid, without which a provider says nothing of the user");
        assertThat(problems("rights", Map.of("ops", 1)))
                .containsExactly("openid.rights.ops: expected text, found the number 1; put it in quotes");
        assertThat(problems("rights", Map.of()))
                .containsExactly(
                        "openid.rights: is empty, so that the provider could log nobody in; add GROUP: \"read\"");
        assertThat(problems("clientSecret", "s3cr3t"))
                .singleElement()
                .asString()
                .contains("{env: NAME}");
    }

    @Test
    void providerDoesNotReplaceTheFileOfUsers() {
        assertThat(Configs.problems(() -> WebConfig.of(Map.of("openid", openId("clientId", "a")), ENVIRONMENT)))
                .containsExactly("openid: needs a file of users too, for logins while the provider does not answer;"
                        + " add users: conf/users");
        assertThat(web(openId("clientId", "a")).listener().users()).isEqualTo(Path.of("conf/users"));
    }
}
