package io.tickbus.web;

import io.tickbus.access.ClaimRights;
import io.tickbus.access.PrintableText;
import io.tickbus.access.User;
import io.tickbus.config.OpenIdConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the claims of a token whose signature {@link OpenIdProvider} has checked. The library accepts a token that lacks
 * claims. This class requires the claims that protect a login. Immutable.
 *
 * <p>Source: OpenID Connect Core 1.0, 3.1.3.7.
 */
final class OpenIdClaims {
    /** The clocks of the provider and of this node can differ by this time. */
    static final int LEEWAY_SECONDS = 30;

    private final OpenIdConfig config;
    private final ClaimRights rights;
    private final Clock clock;

    /** @throws IllegalArgumentException if the rights of groups are wrong; the message has their places in the configuration */
    OpenIdClaims(OpenIdConfig config, Clock clock) {
        List<String> problems = new ArrayList<>();
        ClaimRights.problems(config.rights())
                .forEach((group, problem) -> problems.add("web.openid.rights." + group + ": " + problem));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        this.config = config;
        this.rights = new ClaimRights(config.rights());
        this.clock = clock;
    }

    /** Returns why an ID token is not accepted for a login; null if it is accepted. */
    @Nullable
    String problemOfIdToken(JsonObject claims, String nonce) {
        String problem = problem(claims);
        if (problem != null) {
            return "the ID token " + problem;
        }
        return nonce.equals(claims.getValue("nonce"))
                ? null
                : "the ID token belongs to another login: its nonce differs";
    }

    /** Returns why a token is not accepted as a bearer token; null if it is accepted. */
    @Nullable
    String problemOfBearer(JsonObject claims) {
        // An ID token tells a client who its user is. Clients pass it on, so it must open nothing.
        boolean isIdToken = claims.containsKey("nonce") || claims.containsKey("at_hash");
        String problem = isIdToken ? "is an ID token; an access token expected" : problem(claims);
        return problem == null ? null : "the token " + problem;
    }

    private @Nullable String problem(JsonObject claims) {
        if (!isForThisClient(claims.getValue("aud"))) {
            return "is not for the client " + config.clientId();
        }
        long now = clock.instant().getEpochSecond();
        if (!(claims.getValue("exp") instanceof Number end) || now - LEEWAY_SECONDS >= end.longValue()) {
            return "has expired, or never does";
        }
        return claims.getValue("sub") instanceof String sub && !sub.isBlank() ? null : "names no user";
    }

    private boolean isForThisClient(@Nullable Object audience) {
        return audience instanceof JsonArray all
                ? all.contains(config.clientId())
                : config.clientId().equals(audience);
    }

    /** Returns whether the claims name the user and its groups. */
    boolean areComplete(JsonObject claims) {
        return claims.containsKey(config.nameClaim()) && nameGroups(claims);
    }

    /** Returns whether the claims name the user's groups. */
    boolean nameGroups(JsonObject claims) {
        return claims.containsKey(config.rightsClaim());
    }

    /** Returns the user of claims without problems. */
    User user(JsonObject claims) {
        String name = claims.getValue(config.nameClaim()) instanceof String given && !given.isBlank()
                ? given
                : claims.getString("sub");
        Object groups = claims.getValue(config.rightsClaim());
        List<?> listed = groups instanceof JsonArray array ? array.getList() : null;
        return new User(PrintableText.of(name), rights.of(listed == null ? groups : listed));
    }
}
