package io.tickbus.q;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of q's bytes, and the bytes of such a text. q declares no encoding, so any bytes may come. Every conversion between
 * the bytes of symbols, strings and names and Java's text is made here.
 *
 * <ul>
 *   <li>Well-formed UTF-8 is its own text.
 *   <li>Each byte that is no part of well-formed UTF-8 is written {@code \xe9}: a backslash, an x and two hexadecimal digits.
 *   <li>A backslash that would read as the start of such an escape is written {@code \x5c}.
 * </ul>
 *
 * <p>Different bytes have different texts, and {@link #bytes} returns the bytes that {@link #of} was given. No text has an
 * unpaired surrogate, so texts survive JSON, UTF-8 and the event bus. Thread-safe.
 */
public final class EscapedText {
    /** Other bytes of ASCII have no escape: nearly all texts with a backslash stay as they are. */
    private static final Pattern ESCAPE = Pattern.compile("\\\\x([89a-fA-F][0-9a-fA-F]|5[cC])");

    private static final int HEX = 16;
    /** The first of 256 unpaired surrogates that stand for bytes; see {@link #units}. */
    private static final char BYTE_UNIT = '\udc00';

    private EscapedText() {}

    /** Returns the text of some bytes of an array. */
    public static String of(byte[] bytes, int from, int length) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, from, length);
        try {
            return masked(decoder.decode(in).toString());
        } catch (CharacterCodingException notUtf8) {
            return escaped(decoder, ByteBuffer.wrap(bytes, from, length));
        }
    }

    private static String escaped(CharsetDecoder decoder, ByteBuffer in) {
        StringBuilder text = new StringBuilder();
        CharBuffer wellFormed = CharBuffer.allocate(in.remaining());
        while (true) {
            CoderResult result = decoder.reset().decode(in, wellFormed, true);
            text.append(masked(wellFormed.flip().toString()));
            wellFormed.clear();
            if (!result.isError()) {
                return text.toString();
            }
            text.append(
                    "\\x" + HexFormat.of().toHexDigits(in.get())); // the bytes behind it may begin another character
        }
    }

    /** Returns a well-formed text with each backslash escaped that would read as an escape. */
    private static String masked(String text) {
        return text.indexOf('\\') < 0 ? text : ESCAPE.matcher(text).replaceAll("\\\\x5cx$1");
    }

    /** Returns the bytes of a text: its UTF-8, with the byte of each escape, and three bytes for an unpaired surrogate. */
    public static byte[] bytes(String text) {
        if (text.indexOf('\\') < 0 && !hasSurrogates(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        var bytes = new ByteArrayOutputStream(text.length());
        Matcher escape = ESCAPE.matcher(text);
        int at = 0;
        while (escape.find()) {
            text.substring(at, escape.start()).codePoints().forEach(codePoint -> write(codePoint, bytes));
            bytes.write(Integer.parseInt(escape.group(1), HEX));
            at = escape.end();
        }
        text.substring(at).codePoints().forEach(codePoint -> write(codePoint, bytes));
        return bytes.toByteArray();
    }

    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static void write(int codePoint, ByteArrayOutputStream bytes) {
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            bytes.write(0xE0 | (codePoint >> 12));
            bytes.write(0x80 | ((codePoint >> 6) & 0x3F));
            bytes.write(0x80 | (codePoint & 0x3F));
        } else {
            bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Returns the bytes of a text, each as the character of its number, for what reads q's text byte by byte. */
    public static String perByte(String text) {
        return new String(bytes(text), StandardCharsets.ISO_8859_1);
    }

    /** Returns the text of bytes that {@link #perByte} has written as characters. */
    public static String ofPerByte(String characters) {
        byte[] bytes = characters.getBytes(StandardCharsets.ISO_8859_1);
        return of(bytes, 0, bytes.length);
    }

    /** Returns a text with each escape as one character, for what compares texts character by character. Not for output. */
    public static String units(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        return ESCAPE.matcher(text).replaceAll(escape -> {
            int code = Integer.parseInt(escape.group(1), HEX);
            return Matcher.quoteReplacement(String.valueOf((char) (code == '\\' ? code : BYTE_UNIT + code)));
        });
    }
}
