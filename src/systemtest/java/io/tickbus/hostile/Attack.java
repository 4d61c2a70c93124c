package io.tickbus.hostile;

import java.io.IOException;
import java.util.Locale;

/** Everything that is tried, in its order: what fills the table of symbols for good comes last. */
enum Attack {
    RANDOM_BYTES(DoorAttacks::randomBytes),
    HANDSHAKES(DoorAttacks::handshakes),
    LENGTHS(MessageAttacks::lengths),
    NESTING(MessageAttacks::nesting),
    BOMBS(MessageAttacks::bombs),
    ATOMS(MessageAttacks::atoms),
    MEGABYTES(TextAttacks::megabytes),
    PIPELINE(TextAttacks::pipeline),
    SLOW_READERS(WaitingAttacks::slowReaders),
    STALLS(WaitingAttacks::stalls),
    FLOOD(DoorAttacks::flood),
    PASSWORDS(DoorAttacks::passwords, Needs.USERS),
    TLS_GARBAGE(TlsAttacks::garbage, Needs.TLS),
    TLS_PLAIN(TlsAttacks::plain, Needs.TLS),
    TLS_HALVES(TlsAttacks::halves, Needs.TLS),
    TLS_RENEGOTIATION(TlsAttacks::renegotiation, Needs.TLS),
    SYMBOLS(TextAttacks::symbols);

    /** What the gateway must have for an attack to make sense. */
    enum Needs {
        NOTHING,
        USERS,
        TLS
    }

    /** What is done; its own failures, such as that of being cut off, are among what it got. */
    @FunctionalInterface
    interface Assault {
        void run(Raid raid) throws IOException, InterruptedException;
    }

    @SuppressWarnings("ImmutableEnumChecker") // static methods
    private final Assault assault;

    private final Needs needs;

    Attack(Assault assault) {
        this(assault, Needs.NOTHING);
    }

    Attack(Assault assault, Needs needs) {
        this.assault = assault;
        this.needs = needs;
    }

    void run(Raid raid) throws IOException, InterruptedException {
        assault.run(raid);
    }

    boolean suits(boolean hasUsers, boolean hasTls) {
        return switch (needs) {
            case NOTHING -> true;
            case USERS -> hasUsers;
            case TLS -> hasTls;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
