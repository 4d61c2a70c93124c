package io.tickbus.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect provider that can log in the users of the web server, and the rights that its users have. Immutable.
 *
 * @param issuer the provider's issuer, without a slash at the end
 * @param clientId the name by which the provider knows this program
 * @param clientSecret the secret that the provider shares with this program
 * @param callback the address of this node to which the provider sends the browser back, as browsers can reach it
 * @param scopes the scopes that a login asks for
 * @param nameClaim the claim with the user's name; a user without this claim has the name in the claim {@code sub}
 * @param rightsClaim the claim with the user's groups
 * @param rights the rights of each group, in the form of the file of users; the web server parses them
 */
public record OpenIdConfig(
        URI issuer,
        String clientId,
        Secret clientSecret,
        URI callback,
        List<String> scopes,
        String nameClaim,
        String rightsClaim,
        Map<String, String> rights) {
    /** The end of the path of each callback address. */
    public static final String CALLBACK_PATH = "/login/openid/callback";

    private static final List<String> SCOPES = List.of("openid", "profile", "groups");

    /**
     * Checks and copies the components.
     *
     * @param issuer see {@link #issuer}
     * @param clientId see {@link #clientId}
     * @param clientSecret see {@link #clientSecret}
     * @param callback see {@link #callback}
     * @param scopes see {@link #scopes}
     * @param nameClaim see {@link #nameClaim}
     * @param rightsClaim see {@link #rightsClaim}
     * @param rights see {@link #rights}
     */
    public OpenIdConfig {
        scopes = List.copyOf(scopes);
        rights = Collections.unmodifiableMap(new LinkedHashMap<>(rights));
    }

    /** Returns null if the section has problems. */
    static @Nullable OpenIdConfig from(ConfigSection section) {
        String issuer = Objects.requireNonNullElse(url(section, "issuer"), "");
        String clientId = section.requiredText("clientId");
        section.require(section.has("clientSecret"), "clientSecret", "required");
        Secret clientSecret = section.secret("clientSecret");
        String callback = Objects.requireNonNullElse(url(section, "callback"), "");
        section.require(
                callback.endsWith(CALLBACK_PATH),
                "callback",
                "\"" + callback + "\" does not end with " + CALLBACK_PATH
                        + ", the path to which the provider sends a browser");
        List<String> given = section.texts("scopes");
        List<String> scopes = section.has("scopes") ? given : SCOPES;
        section.require(
                scopes.contains("openid"), "scopes", "lacks openid, without which a provider says nothing of the user");
        String nameClaim = section.text("nameClaim", "preferred_username");
        String rightsClaim = section.text("rightsClaim", "groups");
        Map<String, String> rights = rights(section);
        section.reportUnknownKeys();
        return clientSecret == null || issuer.isEmpty() || callback.isEmpty()
                ? null
                : new OpenIdConfig(
                        URI.create(issuer.replaceFirst("/$", "")),
                        clientId,
                        clientSecret,
                        URI.create(callback),
                        scopes,
                        nameClaim,
                        rightsClaim,
                        rights);
    }

    private static Map<String, String> rights(ConfigSection section) {
        section.require(section.has("rights"), "rights", "required");
        ConfigSection byGroup = section.section("rights");
        Map<String, String> rights = new LinkedHashMap<>();
        for (String group : byGroup.names()) {
            String text = byGroup.text(group);
            if (text != null) {
                rights.put(group, text);
            }
        }
        section.require(
                !byGroup.names().isEmpty(),
                "rights",
                "is empty, so that the provider could log nobody in; add GROUP: \"read\"");
        return rights;
    }

    /** Returns an address whose traffic is encrypted or stays on this machine; null if there is none. */
    private static @Nullable String url(ConfigSection section, String key) {
        String text = section.requiredText(key);
        if (text.isEmpty()) {
            return null;
        }
        String problem = problem(text);
        if (problem != null) {
            section.problem(key, "\"" + text + "\" " + problem);
            return null;
        }
        return text;
    }

    private static @Nullable String problem(String text) {
        try {
            URI uri = new URI(text);
            String host = uri.getHost();
            if (host == null
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null
                    || uri.getUserInfo() != null) {
                return "is no address such as https://login.example.com, without a question mark, a hash or a user";
            }
            boolean isPrivate = "https".equals(uri.getScheme())
                    || ("http".equals(uri.getScheme()) && ListeningAddress.isLoopback(host));
            return isPrivate ? null : "is not encrypted; expected an address that begins with https://";
        } catch (URISyntaxException wrong) {
            return "is no address: " + wrong.getReason();
        }
    }
}
