package io.tickbus.server;

import io.vertx.core.Future;
import java.util.Arrays;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** One socket's way in: collects the handshake, and has the password looked at. One event loop. */
final class LoginPhase {
    /** What may come behind a handshake before it is answered; no more is read then. */
    static final int EARLY_BYTES_MAX = 64 * 1024;

    private final Login login;
    private final Runnable pause;
    private final Admission onAdmitted;
    private final BiConsumer<Refusal, String> onRefused;
    private byte[] received = new byte[0];
    private boolean checking;
    private volatile boolean ended; // read by whoever checks passwords

    /** Has a password looked at. */
    @FunctionalInterface
    interface Login {
        /**
         * Lets in or not.
         *
         * @param wanted see {@link Users#admit}
         */
        Future<Set<Permission>> admit(Handshake handshake, BooleanSupplier wanted);
    }

    /** What happens to those who are let in. */
    @FunctionalInterface
    interface Admission {
        /**
         * Takes over the socket, which may be paused.
         *
         * @param received all that came, the handshake first
         */
        void admit(Handshake handshake, Set<Permission> permissions, byte[] received);
    }

    /** @param pause reads no more from the socket */
    LoginPhase(Login login, Runnable pause, Admission onAdmitted, BiConsumer<Refusal, String> onRefused) {
        this.login = login;
        this.pause = pause;
        this.onAdmitted = onAdmitted;
        this.onRefused = onRefused;
    }

    void receive(byte[] bytes) {
        if (ended) {
            return;
        }
        int known = received.length;
        received = Arrays.copyOf(received, known + bytes.length);
        System.arraycopy(bytes, 0, received, known, bytes.length);
        if (checking) {
            if (received.length > EARLY_BYTES_MAX) {
                pause.run();
            }
            return;
        }
        int size = Math.min(received.length, Handshake.BYTES_MAX);
        Handshake handshake = Handshake.read(received, size);
        if (handshake != null) {
            check(handshake);
        } else if (size == Handshake.BYTES_MAX) {
            onRefused.accept(
                    Refusal.HANDSHAKE_LENGTH, "its handshake has no end within " + Handshake.BYTES_MAX + " bytes");
        }
    }

    private void check(Handshake handshake) {
        checking = true;
        login.admit(handshake, () -> !ended)
                .onSuccess(permissions -> {
                    if (!ended) {
                        byte[] all = received;
                        finish();
                        onAdmitted.admit(handshake, permissions, all);
                    }
                })
                .onFailure(failure -> {
                    if (failure instanceof RefusedException refused) {
                        onRefused.accept(refused.refusal(), String.valueOf(refused.getMessage()));
                    } else {
                        onRefused.accept(Refusal.INTERNAL, "the password cannot be checked: " + failure);
                    }
                });
    }

    /** It is over: nothing is kept, nothing more is taken. */
    void finish() {
        ended = true;
        received = new byte[0];
    }
}
