package io.tickbus.q;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Formats floats as q does at its default precision, {@code \P 7}. The text equals the output of C's {@code %.7g}. */
final class FloatText {
    private static final int DIGITS = 7;
    // The smallest decimal exponent in plain notation. Smaller numbers are in scientific notation, such as 1e-05.
    private static final int EXPONENT_MIN = -4;
    private static final double WHOLE_END = 1e7;
    private static final MathContext ROUNDING = new MathContext(DIGITS, RoundingMode.HALF_EVEN);

    private FloatText() {}

    /** Returns the text of a finite number. */
    static String of(double item) {
        long whole = (long) item;
        if (whole == item && Math.abs(item) < WHOLE_END && whole != 0) {
            return Long.toString(whole);
        }
        if (item == 0) {
            return 1 / item < 0 ? "-0" : "0";
        }
        BigDecimal rounded = new BigDecimal(item).round(ROUNDING);
        String digits = rounded.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - rounded.scale();
        digits = withoutTrailingZeros(digits);
        StringBuilder text = new StringBuilder(item < 0 ? "-" : "");
        if (exponent < EXPONENT_MIN || exponent >= DIGITS) {
            fraction(text.append(digits.charAt(0)), digits, 1);
            text.append(exponent < 0 ? "e-" : "e+").append(Math.abs(exponent) < 10 ? "0" : "");
            return text.append(Math.abs(exponent)).toString();
        }
        if (exponent < 0) {
            return text.append("0.")
                    .append("0".repeat(-exponent - 1))
                    .append(digits)
                    .toString();
        }
        if (digits.length() <= exponent + 1) {
            return text.append(digits)
                    .append("0".repeat(exponent + 1 - digits.length()))
                    .toString();
        }
        fraction(text.append(digits, 0, exponent + 1), digits, exponent + 1);
        return text.toString();
    }

    private static void fraction(StringBuilder text, String digits, int from) {
        if (from < digits.length()) {
            text.append('.').append(digits, from, digits.length());
        }
    }

    private static String withoutTrailingZeros(String digits) {
        int end = digits.length();
        while (end > 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return digits.substring(0, end);
    }
}
