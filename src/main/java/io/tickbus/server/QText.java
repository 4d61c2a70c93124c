package io.tickbus.server;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.EscapedText;
import io.tickbus.q.Literal;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.server.Request.Apply;
import io.tickbus.server.Request.Constant;
import io.tickbus.server.Request.Items;
import io.tickbus.server.Request.Name;
import io.tickbus.server.Request.Statements;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of q's text that calls are written in, by recursive descent:
 *
 * <pre>
 * statements = item { ";" item }                    an empty item is ::
 * item       = name "[" [ statements ] "]" | name item | name | noun [ operator item ] | select
 *            | "0!" item
 * noun       = literal | "(" [ statements ] ")"
 * operator   = "#" | "+" | "_" | "sublist"
 * select     = ("select" | "exec") text as far as the item goes, with a name behind "from"
 * literal    = symbols | string | numbers and temporals, several of them a vector | "::"
 * </pre>
 *
 * What q's grammar has beyond that (other operators, lambdas, assignment) is the error {@code nyi}; what no q would take is the
 * error {@code parse}. Both say the column, the first being 1. As q does, this reads byte by byte: a character here is a byte.
 */
public final class QText {
    /** The longest text taken, in characters. */
    public static final int LENGTH_MAX = 1 << 20;

    static final int SHOWN_MAX = 40; // of a text in an error

    private static final int DEPTH_MAX = 64;
    /** Possessive, since the JDK matches any other repeated group by recursion: a long name would take the whole stack. */
    static final Pattern NAME = Pattern.compile("\\.?[A-Za-z][A-Za-z0-9_]*+(?:\\.[A-Za-z][A-Za-z0-9_]*+)*+");

    private static final Pattern SYMBOL = Pattern.compile("`((?::[A-Za-z0-9_.:/-]*|[A-Za-z0-9_.][A-Za-z0-9_.:/]*)?)");
    private static final Pattern NUMBER = Pattern.compile("-?\\.?[0-9][0-9A-Za-z.:]*(?:(?<=[0-9]e)-[0-9]+[ef]?)?");

    private static final Pattern OPERATOR = Pattern.compile("[#+_]|sublist\\b");

    /** q's other templates, whose columns only a q interpreter can compute. */
    private static final Set<String> TEMPLATES = Set.of("update", "delete");

    private static final String UNKEY = "0!";

    private final String text;
    private int at;
    private int depth;

    private QText(String text) {
        this.text = text;
    }

    /**
     * Reads a text.
     *
     * @throws QError {@code parse} or {@code nyi}, with the column
     */
    public static Request parse(String text) {
        if (text.length() > LENGTH_MAX) {
            throw new QError("parse: " + text.length() + " characters, the limit is " + LENGTH_MAX);
        }
        QText reader = new QText(EscapedText.perByte(text));
        List<Request> statements = reader.statements('\0');
        return statements.size() == 1 ? statements.get(0) : new Statements(statements);
    }

    /** Whether a text is a name, dotted or not. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Items between semicolons up to a closing bracket, which is passed over; {@code \0} stands for the end of the text. */
    private List<Request> statements(char close) {
        int openedAt = at;
        List<Request> statements = new ArrayList<>();
        while (true) {
            skipBlanks();
            char next = peek();
            boolean empty = next == ';' || next == close;
            statements.add(empty ? new Constant(QFunction.GENERIC_NULL) : item());
            skipBlanks();
            next = peek();
            if (next == close && (close != '\0' || at == text.length())) {
                at += close == '\0' ? 0 : 1;
                return statements;
            }
            if (at == text.length()) {
                throw parseError(openedAt, "no " + close + " to the bracket");
            }
            if (next != ';') {
                throw unexpected();
            }
            at++;
        }
    }

    private Request item() {
        if (++depth > DEPTH_MAX) {
            throw parseError(at, "nested deeper than " + DEPTH_MAX);
        }
        Request item = shallowItem();
        depth--;
        return item;
    }

    private Request shallowItem() {
        char next = peek();
        if (next == '(') {
            return infix(parenthesis());
        }
        if (next == '`') {
            return symbolItem();
        }
        if (next == '"') {
            return infix(new Constant(string()));
        }
        if (text.startsWith("::", at)) {
            at += 2;
            return new Constant(QFunction.GENERIC_NULL);
        }
        Matcher name = matcher(NAME);
        if (name.lookingAt()) {
            if (QSelect.WORDS.contains(name.group())) {
                QSelect select = QSelect.read(text, at);
                at = select.end();
                return select.expression();
            }
            if (TEMPLATES.contains(name.group())) {
                throw unexpected();
            }
            at = name.end();
            return named(name.group());
        }
        if (text.startsWith(UNKEY, at)) {
            at += UNKEY.length();
            skipBlanks();
            return new Apply(UNKEY, List.of(item()));
        }
        if (matcher(NUMBER).lookingAt()) {
            return infix(new Constant(numbers()));
        }
        throw unexpected();
    }

    private Request infix(Request left) {
        int end = at;
        skipBlanks();
        Matcher operator = matcher(OPERATOR);
        if (!operator.lookingAt()) {
            at = end;
            return left;
        }
        at = operator.end();
        skipBlanks();
        return new Apply(operator.group(), List.of(left, item()));
    }

    private Request parenthesis() {
        at++;
        skipBlanks();
        if (peek() == ')') {
            at++;
            return new Items(List.of());
        }
        List<Request> items = statements(')');
        return items.size() == 1 ? items.get(0) : new Items(items);
    }

    private Request named(String name) {
        int end = at;
        skipBlanks();
        char next = peek();
        if (next == '[') {
            at++;
            return new Apply(name, statements(']'));
        }
        if (next == '\0' || next == ';' || next == ')' || next == ']') {
            return new Name(name);
        }
        if (at == end && next != '`' && next != '(' && next != '"') {
            throw unexpected(); // as + in a+b
        }
        return new Apply(name, List.of(item()));
    }

    /** A symbol in front of others applies what has its name, as r.q's {@code `.u `i`L} does. */
    private Request symbolItem() {
        Value symbols = symbols();
        int end = at;
        skipBlanks();
        if (at > end && peek() == '`' && symbols instanceof Atom atom && atom.item() instanceof SymbolVector name) {
            return new Apply(name.textAt(0), List.of(item()));
        }
        at = end;
        return infix(new Constant(symbols));
    }

    private Value symbols() {
        List<String> symbols = new ArrayList<>();
        while (peek() == '`') {
            Matcher symbol = matcher(SYMBOL);
            if (!symbol.lookingAt()) {
                throw parseError(at, "a symbol");
            }
            symbols.add(symbol.group(1));
            at = symbol.end();
        }
        QVector vector = SymbolVector.of(symbols.toArray(String[]::new));
        return symbols.size() == 1 ? new Atom(vector) : vector;
    }

    private Value string() {
        int open = at++;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (peek() != '"') {
            if (at >= text.length()) {
                throw parseError(open, "a string without its end");
            }
            if (peek() == '\\') {
                bytes.write(escape());
            } else {
                bytes.write(text.charAt(at++));
            }
        }
        at++;
        ByteVector vector = new ByteVector(QType.CHAR, bytes.toByteArray());
        return vector.size() == 1 ? new Atom(vector) : vector;
    }

    private int escape() {
        int start = at++;
        char escaped = peek();
        at++;
        return switch (escaped) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '\\', '"' -> escaped;
            default -> octal(start);
        };
    }

    private int octal(int start) {
        int digits = start + 1;
        if (text.length() < digits + 3 || !text.substring(digits, digits + 3).matches("[0-3][0-7]{2}")) {
            throw parseError(start, "an escape that is none of \\n \\t \\r \\\\ \\\" \\ooo");
        }
        at = digits + 3;
        return Integer.parseInt(text.substring(digits, at), 8);
    }

    private Value numbers() {
        int start = at;
        List<String> tokens = new ArrayList<>();
        int end = at;
        for (Matcher number = matcher(NUMBER); number.lookingAt(); number = matcher(NUMBER)) {
            tokens.add(number.group());
            at = number.end();
            end = at;
            skipBlanks();
            if (at == end) {
                break;
            }
        }
        at = end;
        QVector vector = Literal.vector(tokens);
        if (vector == null) {
            throw parseError(start, String.join(" ", tokens) + " is not a number or a temporal");
        }
        return vector.size() == 1 && tokens.size() == 1 && !Literal.isVector(tokens.get(0)) ? new Atom(vector) : vector;
    }

    private Matcher matcher(Pattern pattern) {
        return pattern.matcher(text).region(at, text.length());
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private QError unexpected() {
        if (at >= text.length() || peek() == ')' || peek() == ']') {
            return parseError(at, at >= text.length() ? "the text ends" : "unexpected " + peek());
        }
        Matcher word = matcher(NAME);
        return QError.nyi((word.lookingAt() ? word.group() : String.valueOf(peek())) + " at column " + (at + 1));
    }

    static QError parseError(int at, String reason) {
        return new QError("parse: column " + (at + 1) + ": " + reason);
    }
}
