package io.tickbus.javakdb;

import com.kx.c;
import io.tickbus.q.EscapedText;
import io.tickbus.q.Symbols;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Converts text as javakdb does, by the encoding that {@code c.setEncoding} has set for the process. The encoding cannot
 * be read, so javakdb itself converts each text that is not ASCII. ASCII is equal in all encodings that q processes use.
 */
final class JavakdbText {
    private static final int ASCII_MAX = 0x7F;
    private static final int HEADER_BYTES = 8;
    private static final int VECTOR_HEAD_BYTES = 6;
    private static final byte CHARS_TYPE = 10;

    private JavakdbText() {}

    /** Returns the id of a symbol. Adds the symbol if it is new. */
    static int symbolId(String text) {
        int recent = Symbols.recentId(text);
        if (recent >= 0) {
            return recent;
        }
        if (text.indexOf('\0') >= 0) {
            throw new JavakdbException("the symbol " + shown(text) + " has a zero character, at which q's symbols end:"
                    + " send it as a char[]");
        }
        if (isAscii(text) && text.indexOf('\\') < 0) {
            return Symbols.id(text);
        }
        byte[] bytes = bytes(text);
        return Symbols.id(bytes, 0, bytes.length);
    }

    /** Returns the text that javakdb makes of a symbol. */
    static String symbol(int id) {
        String text = Symbols.text(id);
        if (isAscii(text) && text.indexOf('\\') < 0) {
            return text;
        }
        return text(EscapedText.bytes(text));
    }

    /** Returns the bytes of a text in javakdb's encoding. */
    static byte[] bytes(String text) {
        if (isAscii(text)) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        byte[] bytes = encoded(text);
        if (!decoded(bytes).equals(text)) {
            throw new JavakdbException("javakdb's encoding has no bytes for " + shown(text)
                    + ": call c.setEncoding(\"UTF-8\"), which holds for the whole process");
        }
        return bytes;
    }

    /** Returns the text of bytes in javakdb's encoding. */
    static String text(byte[] bytes) {
        String ascii = new String(bytes, StandardCharsets.ISO_8859_1);
        if (isAscii(ascii)) {
            return ascii;
        }
        String text = decoded(bytes);
        if (!Arrays.equals(encoded(text), bytes)) {
            throw new JavakdbException("the bytes of " + shown(EscapedText.of(bytes, 0, bytes.length))
                    + " are no text in javakdb's encoding: call c.setEncoding(\"ISO-8859-1\"), its default, which holds"
                    + " any byte");
        }
        return text;
    }

    private static byte[] encoded(String text) {
        try {
            byte[] message = new c().serialize(0, text.toCharArray(), false);
            return Arrays.copyOfRange(message, HEADER_BYTES + VECTOR_HEAD_BYTES, message.length);
        } catch (IOException e) {
            throw new JavakdbException("javakdb cannot encode " + shown(text) + ": " + e);
        }
    }

    private static String decoded(byte[] bytes) {
        byte[] message = new byte[HEADER_BYTES + VECTOR_HEAD_BYTES + bytes.length];
        message[HEADER_BYTES] = CHARS_TYPE;
        for (int i = 0; i < Integer.BYTES; i++) { // The message is big-endian: byte 0 of its header is 0.
            int shift = (Integer.BYTES - 1 - i) * Byte.SIZE;
            message[HEADER_BYTES + 2 + i] = (byte) (bytes.length >>> shift);
        }
        System.arraycopy(bytes, 0, message, HEADER_BYTES + VECTOR_HEAD_BYTES, bytes.length);
        try {
            return new String((char[]) new c().deserialize(message));
        } catch (IOException | c.KException e) {
            throw new JavakdbException("javakdb cannot decode " + bytes.length + " bytes: " + e);
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > ASCII_MAX) {
                return false;
            }
        }
        return true;
    }

    private static String shown(String text) {
        return "\"" + text.replace("\0", "\\0") + "\"";
    }
}
