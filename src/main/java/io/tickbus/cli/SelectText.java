package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.event.RowsJson;
import io.tickbus.q.Atom;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.EscapedText;
import io.tickbus.q.FloatVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.RealVector;
import io.tickbus.q.Schema;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Translates the conditions of {@code query --where} into the text of a q select. */
final class SelectText {
    /** Matches the symbols that a q literal such as {@code `AAPL} can contain. */
    private static final Pattern PLAIN_SYMBOL = Pattern.compile("[a-zA-Z0-9_.:/]*");

    private SelectText() {}

    /**
     * Returns a where clause that selects the rows with the given values, such as {@code  where sym=`AAPL,size=100}.
     * The clause begins with a blank. The result is empty if there are no values.
     *
     * @param where JSON values by column name; the schema contains the columns
     * @throws CommandFailure if a value does not fit its column's type
     */
    static String where(Schema schema, JsonObject where) throws CommandFailure {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Object> each : where) {
            QType type = schema.types().get(schema.columns().indexOf(each.getKey()));
            text.append(text.isEmpty() ? " where " : ",").append(each.getKey()).append(condition(type, each));
        }
        return text.toString();
    }

    private static String condition(QType type, Map.Entry<String, @Nullable Object> each) throws CommandFailure {
        String text = String.valueOf(each.getValue());
        if (type == QType.LIST
                || (type == QType.SYMBOL && !PLAIN_SYMBOL.matcher(text).matches())) {
            return " like " + pattern(text);
        }
        if (type == QType.SYMBOL) {
            return "=`" + text;
        }
        try {
            return "=" + literal(RowsJson.item(type, each.getValue()));
        } catch (IllegalArgumentException reason) {
            throw new CommandFailure(ExitCode.FAILED, "--where: column " + each.getKey() + ": " + reason.getMessage());
        }
    }

    /**
     * Returns a pattern for q's {@code like} that matches only the given text. The pattern is a q string of printable
     * ASCII characters.
     */
    private static String pattern(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte each : EscapedText.bytes(text)) {
            char c = (char) (each & 0xFF);
            if (c < ' ' || c > '~') {
                quoted.append(String.format(Locale.ROOT, "\\%03o", (int) c));
            } else if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else {
                quoted.append("*?[".indexOf(c) < 0 ? String.valueOf(c) : "[" + c + "]");
            }
        }
        return quoted.append('"').toString();
    }

    /** Returns a value as a q literal. Floats keep all digits. The q console would print only seven digits. */
    private static String literal(QVector item) {
        if (item.type() == QType.FLOAT && item instanceof FloatVector floats && Double.isFinite(floats.at(0))) {
            return Double.toString(floats.at(0)).toLowerCase(Locale.ROOT);
        }
        if (item instanceof RealVector reals && Float.isFinite(reals.at(0))) {
            return Float.toString(reals.at(0)).toLowerCase(Locale.ROOT) + "e";
        }
        return ConsoleText.line(new Atom(item), Integer.MAX_VALUE);
    }
}
