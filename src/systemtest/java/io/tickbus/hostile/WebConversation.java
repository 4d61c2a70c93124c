package io.tickbus.hostile;

import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** An HTTP client's connection to the web server, which asks for the overview. */
final class WebConversation implements Conversation {
    private final Door door;
    private final String request;
    private @Nullable Intruder connection;

    WebConversation(Door door) {
        this.door = door;
        this.request = "GET /api/overview HTTP/1.1\r\nHost: " + Door.HOST + "\r\n"
                + (door.hasUsers() ? "Authorization: Bearer " + door.tokens().good() + "\r\n" : "") + "\r\n";
    }

    @Override
    public void ask() throws IOException {
        HttpAnswer answer = connection == null ? HttpAnswer.CLOSED : send(connection);
        if (answer.isClosed()) {
            // A server may close a connection between two requests. Browsers send the request again.
            close();
            answer = send(connected());
        }
        if (answer.status() != HttpAnswer.OK || !answer.body().contains("\"trade\"")) {
            throw new IOException("the overview is " + answer);
        }
    }

    private HttpAnswer send(Intruder to) {
        return to.request(request);
    }

    private Intruder connected() throws IOException {
        Socket tcp = door.tcp();
        Intruder connected = new Intruder(tcp, door.secured(tcp));
        connection = connected;
        return connected;
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
