package io.tickbus.hostile;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * The attacks, in their order. The attack that fills the table of symbols is the last one, because symbols are never
 * freed.
 */
enum Attack {
    RANDOM_BYTES(DoorAttacks::randomBytes, Needs.GATEWAY),
    HANDSHAKES(DoorAttacks::handshakes, Needs.GATEWAY),
    LENGTHS(MessageAttacks::lengths, Needs.GATEWAY),
    NESTING(MessageAttacks::nesting, Needs.GATEWAY),
    BOMBS(MessageAttacks::bombs, Needs.GATEWAY),
    ATOMS(MessageAttacks::atoms, Needs.GATEWAY),
    MEGABYTES(TextAttacks::megabytes, Needs.GATEWAY),
    PIPELINE(TextAttacks::pipeline, Needs.GATEWAY),
    SLOW_READERS(WaitingAttacks::slowReaders, Needs.GATEWAY),
    STALLS(WaitingAttacks::stalls, Needs.GATEWAY),
    FLOOD(DoorAttacks::flood, Needs.GATEWAY),
    PASSWORDS(DoorAttacks::passwords, Needs.GATEWAY, Needs.USERS),
    TLS_GARBAGE(TlsAttacks::garbage, Needs.TLS),
    TLS_PLAIN(TlsAttacks::plain, Needs.TLS),
    TLS_HALVES(TlsAttacks::halves, Needs.TLS),
    TLS_RENEGOTIATION(TlsAttacks::renegotiation, Needs.GATEWAY, Needs.TLS),
    SYMBOLS(TextAttacks::symbols, Needs.GATEWAY),
    WEB_SILENCE(WebConnectionAttacks::silence, Needs.WEB),
    WEB_HALVES(WebConnectionAttacks::halves, Needs.WEB),
    WEB_FLOOD(WebConnectionAttacks::flood, Needs.WEB),
    WEB_NO_HANDSHAKE(WebConnectionAttacks::noHandshake, Needs.WEB, Needs.TLS),
    WEB_UNREAD(WebConnectionAttacks::unread, Needs.WEB),
    WEB_HEADERS(WebRequestAttacks::headers, Needs.WEB),
    WEB_BODIES(WebRequestAttacks::bodies, Needs.WEB),
    WEB_PATHS(WebRequestAttacks::paths, Needs.WEB),
    WEB_CROSS_SITE(WebRequestAttacks::crossSite, Needs.WEB),
    WEB_SOCKETS(WebSocketAttacks::messages, Needs.WEB),
    WEB_SOCKET_FLOOD(WebSocketAttacks::flood, Needs.WEB),
    WEB_SESSIONS(WebLoginAttacks::sessions, Needs.WEB, Needs.USERS),
    WEB_TOKENS(WebLoginAttacks::tokens, Needs.WEB, Needs.USERS),
    WEB_PASSWORDS(WebLoginAttacks::passwords, Needs.WEB, Needs.USERS);

    /** A property of the server that an attack needs. */
    enum Needs {
        GATEWAY,
        WEB,
        USERS,
        TLS
    }

    /** Runs an attack. Failures of the attack, such as a closed connection, are results that the raid counts. */
    @FunctionalInterface
    interface Assault {
        void run(Raid raid) throws IOException, InterruptedException;
    }

    @SuppressWarnings("ImmutableEnumChecker")
    private final Assault assault;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Needs> needs;

    Attack(Assault assault, Needs... needs) {
        this.assault = assault;
        this.needs = List.of(needs);
    }

    void run(Raid raid) throws IOException, InterruptedException {
        assault.run(raid);
    }

    boolean suits(Setup setup) {
        return needs.stream().allMatch(need -> switch (need) {
            case GATEWAY -> !setup.hasWeb();
            case WEB -> setup.hasWeb();
            case USERS -> setup.hasUsers();
            case TLS -> setup.hasTls();
        });
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
