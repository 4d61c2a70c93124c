package io.tickbus.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.kx.c;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** One q client for each user of {@link RightsMatrix}. The user without a login is not connected. */
public final class QClients {
    private final Map<String, c> clients = new HashMap<>();

    /** @param tokens the token of each user with a login */
    public QClients(int port, Map<String, String> tokens) throws IOException {
        for (String user : RightsMatrix.USERS) {
            try {
                clients.put(user, new c("127.0.0.1", port, user + ":" + tokens.get(user)));
            } catch (c.KException refused) {
                assertThat(tokens).doesNotContainKey(user);
            }
        }
    }

    /**
     * Makes a call as a user.
     *
     * @return {@code yes} for an answer, {@code null} for the generic null as the value of a variable, {@code no} if the user
     *     lacks a right, {@code fail} for another error, and {@code out} for a user who is not connected
     */
    public String call(String user, String call) throws IOException {
        c client = clients.get(user);
        if (client == null) {
            return "out";
        }
        try {
            Object answer = client.k(call);
            return answer == null && !call.contains("[") && !call.contains(" ") ? "null" : "yes";
        } catch (c.KException error) {
            return String.valueOf(error.getMessage()).contains("does not have the right") ? "no" : "fail";
        }
    }

    public void close() throws IOException {
        for (c client : clients.values()) {
            client.close();
        }
    }
}
