package io.tickbus.web;

import io.tickbus.access.LoginException;
import io.tickbus.access.User;
import io.tickbus.config.OpenIdConfig;
import io.tickbus.library.OptionalLibrary;
import io.tickbus.retry.Backoff;
import io.tickbus.web.PendingLogins.PendingLogin;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2AuthorizationURL;
import io.vertx.ext.auth.oauth2.OAuth2FlowType;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import io.vertx.ext.auth.oauth2.Oauth2Credentials;
import io.vertx.ext.auth.oauth2.providers.OpenIDConnectAuth;
import java.time.Clock;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An OpenID Connect provider. It exchanges the code of a login for the user, and checks bearer tokens. It reads the
 * provider's addresses and keys when it starts, and tries again until the provider answers. Only this class uses Vert.x's
 * library for OAuth 2, which sends the requests and checks signature and issuer. Belongs to the thread of the web verticle.
 */
final class OpenIdProvider {
    /** The longest time before the first repeated attempt, in ms. */
    private static final int RETRY_MS_MIN = 500;
    /** Limit of the time between two attempts, in ms. */
    private static final int RETRY_MS_MAX = 60_000;

    private static final int REQUEST_SECONDS_MAX = 10;
    /** The keys are read again after this time, so that a key that the provider has withdrawn is not trusted for long. */
    private static final long KEYS_SECONDS_MAX = 3600;
    /** Time between two reads of the keys, in ns. Every client can send a token with an unknown key. */
    private static final long KEYS_NANOS_MIN = TimeUnit.MINUTES.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(WebVerticle.class);

    private final Vertx vertx;
    private final OpenIdConfig config;
    private final OpenIdClaims claims;
    private @Nullable Clients clients;
    private final Backoff backoff = new Backoff(RETRY_MS_MIN, RETRY_MS_MAX, new SplittableRandom());
    private boolean isRetrying;
    private long keysNanos;
    private boolean isClosed;

    /**
     * The provider's clients.
     *
     * @param logins exchanges codes
     * @param tokens checks bearer tokens by their signature alone. The library would send each other token to the provider, and
     *     accept the tokens of its other clients.
     */
    private record Clients(OAuth2Auth logins, OAuth2Auth tokens) {
        void close() {
            logins.close();
            tokens.close();
        }
    }

    private OpenIdProvider(Vertx vertx, OpenIdConfig config, OpenIdClaims claims) {
        this.vertx = vertx;
        this.config = config;
        this.claims = claims;
    }

    /**
     * Returns a provider that becomes available later.
     *
     * @throws IllegalStateException if the library is not on the class path
     * @throws IllegalArgumentException if the rights of a group are wrong
     */
    static OpenIdProvider start(Vertx vertx, OpenIdConfig config) {
        OptionalLibrary.require("web.openid", OptionalLibrary.VERTX_AUTH_OAUTH2);
        OpenIdProvider provider = new OpenIdProvider(vertx, config, new OpenIdClaims(config, Clock.systemUTC()));
        provider.discover();
        return provider;
    }

    private void discover() {
        OAuth2Options options = options();
        OpenIDConnectAuth.discover(vertx, options)
                .compose(logins -> tokens(options).map(tokens -> new Clients(logins, tokens)))
                .timeout(REQUEST_SECONDS_MAX, TimeUnit.SECONDS)
                .onSuccess(this::discovered)
                .onFailure(this::retryLater);
    }

    private OAuth2Options options() {
        OAuth2Options options = new OAuth2Options()
                .setSite(config.issuer().toString())
                .setClientId(config.clientId())
                .setClientSecret(config.clientSecret().value())
                .setHttpClientOptions(new HttpClientOptions()
                        .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(REQUEST_SECONDS_MAX))
                        .setIdleTimeout(REQUEST_SECONDS_MAX));
        options.setJwkMaxAgeInSeconds(KEYS_SECONDS_MAX);
        options.getJWTOptions().setIssuer(config.issuer().toString()).setLeeway(OpenIdClaims.LEEWAY_SECONDS);
        return options;
    }

    /** @param discovered the options, to which the discovery has added the provider's addresses */
    private Future<OAuth2Auth> tokens(OAuth2Options discovered) {
        OAuth2Auth tokens = OAuth2Auth.create(
                vertx, new OAuth2Options(discovered).setIntrospectionPath(null).setUserInfoPath(null));
        return tokens.jWKSet().map(tokens);
    }

    private void discovered(Clients found) {
        if (isClosed) {
            found.close();
            return;
        }
        found.logins.missingKeyHandler(key -> readKeys(found));
        found.tokens.missingKeyHandler(key -> readKeys(found));
        clients = found;
        keysNanos = System.nanoTime() - KEYS_NANOS_MIN;
        LOG.atInfo().addKeyValue("issuer", config.issuer()).log("OpenID provider found");
    }

    private void retryLater(Throwable failure) {
        if (isClosed) {
            return;
        }
        if (!isRetrying) {
            isRetrying = true;
            LOG.atWarn()
                    .addKeyValue("issuer", config.issuer())
                    .addKeyValue("reason", failure.getMessage())
                    .log(
                            "the OpenID provider does not answer; it is tried again, and users can log in with a password");
        }
        vertx.setTimer(backoff.nextDelayMs(), due -> discover());
    }

    /** Reads the keys again, because the provider may have a new one. */
    private void readKeys(Clients found) {
        long now = System.nanoTime();
        if (now - keysNanos >= KEYS_NANOS_MIN) {
            keysNanos = now;
            Future.join(found.logins.jWKSet(), found.tokens.jWKSet())
                    .onFailure(failure -> LOG.atWarn()
                            .addKeyValue("reason", failure.getMessage())
                            .log("the keys of the OpenID provider could not be read"));
        }
    }

    /** Returns whether the provider has answered. */
    boolean isAvailable() {
        return clients != null;
    }

    /** Returns the provider's address to which a browser goes for a login. */
    String loginAddress(PendingLogin login) {
        return available()
                .logins
                .authorizeURL(new OAuth2AuthorizationURL()
                        .setRedirectUri(config.callback().toString())
                        .setScopes(config.scopes())
                        .setState(login.state())
                        .setCodeChallenge(login.challenge())
                        .setCodeChallengeMethod("S256")
                        .putAdditionalParameter("nonce", login.nonce()));
    }

    private Clients available() {
        return Objects.requireNonNull(clients, "the OpenID provider is not available");
    }

    /** Returns the user of a login that comes back. Fails with the reason if the provider or the ID token is not right. */
    Future<User> logIn(String code, PendingLogin login) {
        OAuth2Auth logins = available().logins;
        Oauth2Credentials credentials = new Oauth2Credentials()
                .setFlow(OAuth2FlowType.AUTH_CODE)
                .setCode(code)
                .setRedirectUri(config.callback().toString())
                .setCodeVerifier(login.verifier());
        return logins.authenticate(credentials)
                .compose(admitted -> {
                    JsonObject idToken = admitted.attributes().getJsonObject("idToken");
                    String problem = idToken == null
                            ? "the signature, the issuer or the audience of the ID token is wrong"
                            : claims.problemOfIdToken(idToken, login.nonce());
                    return problem == null && idToken != null
                            ? completed(logins, admitted, idToken)
                            : Future.failedFuture(refusal(String.valueOf(problem)));
                })
                .map(claims::user)
                .timeout(REQUEST_SECONDS_MAX, TimeUnit.SECONDS);
    }

    /** Returns the claims of a user. Some providers have a user's groups only at their address for user info. */
    private Future<JsonObject> completed(OAuth2Auth logins, io.vertx.ext.auth.User admitted, JsonObject idToken) {
        if (claims.areComplete(idToken)) {
            return Future.succeededFuture(idToken);
        }
        return logins.userInfo(admitted)
                .compose(info -> Objects.equals(info.getValue("sub"), idToken.getValue("sub"))
                        ? Future.succeededFuture(info.copy().mergeIn(idToken))
                        : Future.failedFuture(refusal("the user info is that of another user")))
                .recover(failure ->
                        claims.nameGroups(idToken) ? Future.succeededFuture(idToken) : Future.failedFuture(failure));
    }

    /** Returns the user of a bearer token. Fails with a {@link LoginException} if the token is not accepted. */
    Future<User> admitToken(String token) {
        Clients found = clients;
        if (found == null) {
            return Future.failedFuture(refusal("a token of the OpenID provider, which does not answer"));
        }
        // The composed call turns an exception of the library about a malformed token into a failure.
        return Future.succeededFuture(new TokenCredentials(token))
                .compose(found.tokens::authenticate)
                .recover(failure ->
                        Future.failedFuture(refusal("the token is unknown, expired or not of the OpenID provider")))
                .compose(admitted -> {
                    JsonObject accepted = admitted.attributes().getJsonObject("accessToken");
                    String problem = accepted == null ? "the token has no signature" : claims.problemOfBearer(accepted);
                    return problem == null && accepted != null
                            ? Future.succeededFuture(claims.user(accepted))
                            : Future.failedFuture(refusal(String.valueOf(problem)));
                });
    }

    private static LoginException refusal(String reason) {
        return new LoginException(LoginException.Kind.CREDENTIALS, reason);
    }

    void close() {
        isClosed = true;
        if (clients != null) {
            clients.close();
        }
    }
}
