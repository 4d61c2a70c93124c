package io.tickbus.web;

import io.tickbus.access.AuditTrail;
import io.tickbus.access.Caller;
import io.tickbus.access.Permission;
import io.tickbus.access.Rights;
import io.tickbus.access.User;
import io.tickbus.logging.Repeats;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/**
 * The user who sent an HTTP request. {@link Authentication} finds it, and the handlers behind it read it.
 *
 * @param user the user; its name is empty on a node without users
 * @param hasSession true if the user is logged in with a session cookie
 */
record Viewer(User user, boolean hasSession) {
    /** The viewer of a node without users. */
    static final Viewer ANYONE = new Viewer(new User("", Rights.ALL), false);

    private static final Repeats REFUSALS = AuditTrail.refusals();
    private static final String KEY = "tickbus.viewer";
    private static final String CLAIMED_KEY = "tickbus.claimed";

    void addTo(RoutingContext context) {
        context.put(KEY, this);
    }

    /** Returns the viewer of a request that {@link Authentication} has let pass. */
    static Viewer of(RoutingContext context) {
        return Objects.requireNonNull(context.<Viewer>get(KEY), "a route without authentication");
    }

    /** Notes the name that a client gave and that is not checked yet. */
    static void claim(RoutingContext context, String name) {
        context.put(CLAIMED_KEY, name);
    }

    /**
     * Returns the client of a request. Its name is the one that the client gave, or empty, as long as {@link
     * Authentication} has not checked it.
     */
    static Caller caller(RoutingContext context) {
        Viewer viewer = context.get(KEY);
        String address = String.valueOf(context.request().remoteAddress());
        return viewer == null
                ? Caller.unknown("web", context.get(CLAIMED_KEY, ""), address)
                : Caller.known("web", viewer.user.name(), address);
    }

    /** Returns the audit trail of a request. */
    static AuditTrail audit(RoutingContext context) {
        return ANYONE.equals(context.get(KEY)) ? AuditTrail.NONE : AuditTrail.of(caller(context), REFUSALS);
    }

    boolean may(Permission permission) {
        return user.rights().may(permission);
    }

    boolean mayRead(String table) {
        return user.rights().may(Permission.READ, table);
    }
}
