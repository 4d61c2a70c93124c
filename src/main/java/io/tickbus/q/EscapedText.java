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
 * Converts q's bytes to text and back without loss. q declares no encoding, so a symbol or a string may hold any bytes.
 * Every conversion between Java's text and the bytes of symbols, strings or names uses this class.
 *
 * <ul>
 *   <li>Well-formed UTF-8 becomes its text.
 *   <li>Any other byte becomes an escape such as {@code \xe9}: a backslash, an x and two hexadecimal digits.
 *   <li>A backslash that would read as the start of an escape becomes {@code \x5c}.
 * </ul>
 *
 * <p>Different bytes have different texts, and {@link #bytes} reverses {@link #of}. No text from {@link #of} has an
 * unpaired surrogate. Texts therefore pass through JSON, UTF-8 and the event bus unchanged. Thread-safe.
 */
public final class EscapedText {
    /**
     * Matches an escape of a byte from 0x80 on, or of the backslash. No other byte is ever escaped, so most texts with
     * a backslash stay unchanged.
     */
    private static final Pattern ESCAPE = Pattern.compile("\\\\x([89a-fA-F][0-9a-fA-F]|5[cC])");

    private static final int HEX = 16;
    /** The first of 256 unpaired surrogates. {@link #units} uses surrogate n for the escaped byte n. */
    private static final char BYTE_UNIT = '\udc00';

    private EscapedText() {}

    /**
     * {@return the text of {@code length} bytes, from index {@code from} on}
     *
     * @param bytes the bytes, which need not be valid UTF-8
     * @param from the index of the first byte
     * @param length the number of bytes
     */
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
                    // Only one byte is escaped, because the next byte may begin a character.
                    "\\x" + HexFormat.of().toHexDigits(in.get()));
        }
    }

    /** Escapes each backslash that would read as the start of an escape. */
    private static String masked(String text) {
        return text.indexOf('\\') < 0 ? text : ESCAPE.matcher(text).replaceAll("\\\\x5cx$1");
    }

    /**
     * {@return the bytes of a text} Each escape becomes the byte that it stands for, and all other characters become
     * UTF-8. An unpaired surrogate, which {@link #of} never returns, becomes three bytes.
     *
     * @param text the text
     */
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

    /**
     * Converts a text to its bytes, one character per byte (ISO-8859-1). Used by parsers of q code, because q reads
     * code byte by byte.
     *
     * @param text the text
     * @return the bytes, one character each
     */
    public static String perByte(String text) {
        return new String(bytes(text), StandardCharsets.ISO_8859_1);
    }

    /**
     * Reverses {@link #perByte}.
     *
     * @param characters a text that {@link #perByte} returned
     * @return the text
     */
    public static String ofPerByte(String characters) {
        byte[] bytes = characters.getBytes(StandardCharsets.ISO_8859_1);
        return of(bytes, 0, bytes.length);
    }

    /**
     * {@return a text in which each escape is one character} Used to compare texts character by character. The result
     * can contain unpaired surrogates, so it must not be sent or printed.
     *
     * @param text the text
     */
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
