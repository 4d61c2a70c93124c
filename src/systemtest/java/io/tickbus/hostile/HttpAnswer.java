package io.tickbus.hostile;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer of the web server.
 *
 * @param status the status code; 0 if the connection was closed, -1 if no answer came in time
 */
record HttpAnswer(int status, String headers, String body) {
    static final int OK = 200;
    static final int BAD_REQUEST = 400;
    static final HttpAnswer CLOSED = new HttpAnswer(0, "", "");
    static final HttpAnswer NONE = new HttpAnswer(-1, "", "");

    private static final int HEADERS_MAX = 1 << 16;
    private static final int NOT_MODIFIED = 304;
    private static final int SWITCHING = 101;
    private static final int HEX = 16;
    private static final String END = "\r\n\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");
    private static final Pattern LENGTH = Pattern.compile("\ncontent-length: *(\\d+)");

    static HttpAnswer read(DataInputStream in) throws IOException {
        String headers = headers(in);
        Matcher status = STATUS.matcher(headers);
        if (!status.lookingAt()) {
            throw new IOException("no HTTP: " + headers);
        }
        int code = Integer.parseInt(status.group(1));
        return new HttpAnswer(code, headers, code == SWITCHING || code == NOT_MODIFIED ? "" : body(in, headers));
    }

    private static String headers(DataInputStream in) throws IOException {
        StringBuilder headers = new StringBuilder();
        while (headers.indexOf(END, Math.max(0, headers.length() - END.length())) < 0) {
            int next = in.read();
            if (next < 0 || headers.length() > HEADERS_MAX) {
                throw new EOFException();
            }
            headers.append((char) next);
        }
        return headers.toString();
    }

    private static String body(DataInputStream in, String headers) throws IOException {
        String lower = headers.toLowerCase(Locale.ROOT);
        Matcher length = LENGTH.matcher(lower);
        if (length.find()) {
            byte[] bytes = new byte[Integer.parseInt(length.group(1))];
            in.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return lower.contains("transfer-encoding: chunked") ? chunks(in) : "";
    }

    private static String chunks(DataInputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(in), HEX);
            body.write(in.readNBytes(size));
            line(in);
            if (size == 0) {
                return body.toString(StandardCharsets.UTF_8);
            }
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    boolean isClosed() {
        return status == 0;
    }

    /** Returns whether the server did not do what the request asked for. */
    boolean isRefusal() {
        return status <= 0 || status >= BAD_REQUEST;
    }

    /** Returns the value of the session cookie that the answer sets, with its name; empty if it sets none. */
    String cookie() {
        Matcher cookie = Pattern.compile("(?i)\nset-cookie: *([^;\r]*)").matcher(headers);
        return cookie.find() ? cookie.group(1) : "";
    }

    @Override
    public String toString() {
        return status == 0 ? Intruder.CLOSED : status < 0 ? Intruder.WAITING : Integer.toString(status);
    }
}
