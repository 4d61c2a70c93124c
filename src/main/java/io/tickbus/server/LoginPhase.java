package io.tickbus.server;

import io.tickbus.access.LoginException;
import io.tickbus.access.Rights;
import io.tickbus.access.Users;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * Handles one socket until the client is admitted. {@link ClientSession} creates a login phase for its socket. The
 * phase collects the handshake and waits for the password check. The phase then calls {@code onAdmitted} or {@code
 * onRefused}. After {@link #finish}, the phase admits no client. Belongs to the server's event loop.
 */
final class LoginPhase {
    /**
     * Limit of bytes that are received before the password has been checked. Above the limit, reading from the socket
     * pauses.
     */
    static final int EARLY_BYTES_MAX = 64 * 1024;

    private final Login login;
    private final Runnable pause;
    private final Admission onAdmitted;
    private final BiConsumer<Refusal, String> onRefused;
    private byte[] received = new byte[0];
    private boolean checking;
    /** True after the admission or {@link #finish}. Threads that check passwords read this field. */
    private volatile boolean ended;

    @FunctionalInterface
    interface Login {
        /**
         * Checks the password of a handshake.
         *
         * @param wanted returns false after the client has disconnected, see {@link Users#admit}
         * @return the client's rights. A refused login fails with a {@link LoginException}.
         */
        Future<Rights> admit(Handshake handshake, BooleanSupplier wanted);
    }

    @FunctionalInterface
    interface Admission {
        /**
         * Takes over the socket. Reading from the socket may be paused.
         *
         * @param received all bytes received so far, beginning with the handshake
         */
        void admit(Handshake handshake, Rights rights, byte[] received);
    }

    /** @param pause stops reading from the socket */
    LoginPhase(Login login, Runnable pause, Admission onAdmitted, BiConsumer<Refusal, String> onRefused) {
        this.login = login;
        this.pause = pause;
        this.onAdmitted = onAdmitted;
        this.onRefused = onRefused;
    }

    /** Adds received bytes. Bytes that arrive after the end of this phase are discarded. */
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
                .onSuccess(rights -> {
                    if (!ended) {
                        byte[] all = received;
                        finish();
                        onAdmitted.admit(handshake, rights, all);
                    }
                })
                .onFailure(failure -> {
                    if (failure instanceof LoginException refused) {
                        onRefused.accept(refusal(refused.kind()), String.valueOf(refused.getMessage()));
                    } else {
                        onRefused.accept(Refusal.INTERNAL, "the password cannot be checked: " + failure);
                    }
                });
    }

    private static Refusal refusal(LoginException.Kind kind) {
        return switch (kind) {
            case CREDENTIALS -> Refusal.PASSWORD;
            case TOO_MANY -> Refusal.LOGINS;
            case GONE -> Refusal.HANDSHAKE_TIMEOUT;
        };
    }

    /** Ends this phase. Received bytes are discarded, and the result of a running check is ignored. */
    void finish() {
        ended = true;
        received = new byte[0];
    }
}
