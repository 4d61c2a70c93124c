package io.tickbus.server;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.EscapedText;
import io.tickbus.q.Literal;
import io.tickbus.q.QFunction;
import io.tickbus.q.QLexer;
import io.tickbus.q.QLexer.Kind;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.server.Request.Apply;
import io.tickbus.server.Request.Constant;
import io.tickbus.server.Request.Items;
import io.tickbus.server.Request.Name;
import io.tickbus.server.Request.Statements;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A recursive-descent parser for the calls that clients write, a small part of q. {@link Request} and the gateway use
 * this parser. The grammar:
 *
 * <pre>
 * statements = item { ";" item }                    an empty item is ::
 * item       = name "[" [ statements ] "]" | name item | name | noun [ operator item ] | select
 *            | "0!" item
 * noun       = literal | "(" [ statements ] ")"
 * operator   = "#" | "+" | "_" | "sublist"
 * select     = ("select" | "exec") text up to the end of the item, with a name after "from"
 * literal    = symbols | string | numbers or temporals, of which several are a vector | "::"
 * </pre>
 *
 * The rest of q's grammar, such as other operators, lambdas and assignment, fails with {@code nyi}. Text that q itself
 * would reject fails with {@code parse}. Both errors name the column, from 1. As in q, a column counts bytes. Each
 * parse uses its own instance on the calling thread.
 */
public final class QText {
    /** Limit of a text's length, in characters. */
    public static final int LENGTH_MAX = 1 << 20;

    /** Limit of a name in an error message, in characters. */
    static final int SHOWN_MAX = 40;

    private static final int DEPTH_MAX = 64;
    private static final String OPERATOR_SIGNS = "#+_";
    private static final String SUBLIST = "sublist";
    private static final String UNKEY = "0!";

    /** The q-SQL templates that are not supported, because they need a q interpreter. */
    private static final Set<String> TEMPLATES = Set.of("update", "delete");

    private final String text;
    private int at;
    private int depth;

    private QText(String text) {
        this.text = text;
    }

    /**
     * Parses a request's text.
     *
     * @param text at most {@link #LENGTH_MAX} characters, in the form of {@link EscapedText}
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

    /**
     * Parses items between semicolons and consumes the closing bracket. The character {@code \0} as {@code close} means
     * the end of the text.
     */
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
        if (text.startsWith("::", at)) {
            at += 2;
            return new Constant(QFunction.GENERIC_NULL);
        }
        QLexer.Token token = token();
        switch (token.kind()) {
            case NAME -> {
                return nameItem(token);
            }
            case NUMBER -> {
                return text.startsWith(UNKEY, at) ? unkeyed() : infix(new Constant(numbers()));
            }
            case SYMBOLS -> {
                return symbolItem(token);
            }
            case STRING -> {
                return infix(new Constant(string(token)));
            }
            default -> {
                if (peek() == '(') {
                    return infix(parenthesis());
                }
                throw unexpected();
            }
        }
    }

    private Request nameItem(QLexer.Token token) {
        String name = token.in(text);
        if (TEMPLATES.contains(name)) {
            throw unexpected();
        }
        if (QSelect.WORDS.contains(name)) {
            QSelect select = QSelect.read(text, at);
            at = select.end();
            return select.expression();
        }
        at = token.end();
        return named(name);
    }

    private Request unkeyed() {
        at += UNKEY.length();
        skipBlanks();
        return new Apply(UNKEY, List.of(item()));
    }

    private Request infix(Request left) {
        QLexer.Token operator = token();
        String written = operator.in(text);
        boolean isOperator = operator.kind() == Kind.SIGN
                ? OPERATOR_SIGNS.contains(written)
                : operator.kind() == Kind.NAME && written.equals(SUBLIST);
        if (!isOperator) {
            return left;
        }
        at = operator.end();
        skipBlanks();
        return new Apply(written, List.of(left, item()));
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
            throw unexpected(); // An operator directly after a name, as in a+b, is not supported.
        }
        return new Apply(name, List.of(item()));
    }

    /**
     * Parses an item that begins with a symbol. If a blank and further symbols follow, the item is a call. The first
     * symbol is the function, and the further symbols are its argument. For example, KX's r.q sends {@code `.u `i`L}.
     */
    private Request symbolItem(QLexer.Token token) {
        Value symbols = symbols(token);
        int end = at;
        skipBlanks();
        if (at > end && peek() == '`' && symbols instanceof Atom atom && atom.item() instanceof SymbolVector name) {
            return new Apply(name.textAt(0), List.of(item()));
        }
        at = end;
        return infix(new Constant(symbols));
    }

    private Value symbols(QLexer.Token token) {
        at = token.end();
        QVector vector = SymbolVector.of(QLexer.symbols(text, token).toArray(String[]::new));
        return vector.size() == 1 ? new Atom(vector) : vector;
    }

    private Value string(QLexer.Token token) {
        try {
            ByteVector vector = new ByteVector(QType.CHAR, QLexer.string(text, token));
            at = token.end();
            return vector.size() == 1 ? new Atom(vector) : vector;
        } catch (QLexer.LexerException wrong) {
            throw parseError(wrong.at(), wrong.reason());
        }
    }

    private Value numbers() {
        int start = at;
        List<String> tokens = new ArrayList<>();
        for (QLexer.Token number = token(); number.kind() == Kind.NUMBER; number = token()) {
            tokens.add(number.in(text));
            at = number.end();
            if (QLexer.skipBlanks(text, at) == at) {
                break;
            }
        }
        QVector vector = Literal.vector(tokens);
        if (vector == null) {
            throw parseError(start, String.join(" ", tokens) + " is not a number or a temporal");
        }
        return vector.size() == 1 && tokens.size() == 1 && !Literal.isVector(tokens.get(0)) ? new Atom(vector) : vector;
    }

    private QLexer.Token token() {
        return token(text, at);
    }

    /** Returns the token at an index. Throws the error {@code parse} if the text at this index is not a token. */
    static QLexer.Token token(String text, int at) {
        try {
            return QLexer.next(text, at, false);
        } catch (QLexer.LexerException wrong) {
            throw parseError(wrong.at(), wrong.reason());
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void skipBlanks() {
        at = QLexer.skipBlanks(text, at);
    }

    private QError unexpected() {
        if (at >= text.length() || peek() == ')' || peek() == ']') {
            return parseError(at, at >= text.length() ? "the text ends" : "unexpected " + peek());
        }
        QLexer.Token word = token();
        String written = word.kind() == Kind.NAME ? word.in(text) : String.valueOf(peek());
        return QError.nyi(written + " at column " + (at + 1));
    }

    static QError parseError(int at, String reason) {
        return new QError("parse: column " + (at + 1) + ": " + reason);
    }
}
