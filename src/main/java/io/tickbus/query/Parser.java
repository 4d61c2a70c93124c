package io.tickbus.query;

import io.tickbus.q.ByteVector;
import io.tickbus.q.Literal;
import io.tickbus.q.QLexer.Kind;
import io.tickbus.q.QVector;
import io.tickbus.q.ReservedWords;
import io.tickbus.query.Expression.Applied;
import io.tickbus.query.Expression.Column;
import io.tickbus.query.Expression.Constant;
import io.tickbus.query.Expression.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses expressions from tokens. As in q, evaluation is from right to left without precedence. A verb's right operand
 * is therefore the whole rest of the expression. {@link Select} creates one instance for each query.
 */
final class Parser {
    /** The maximum depth of nested parentheses, brackets and operands. It limits the recursion of the parser. */
    static final int NESTING_MAX = 64;

    private static final Set<String> CLAUSES = Set.of("by", "from", "where");

    private final List<Token> tokens;
    private int next;
    private int depth;

    Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(next);
    }

    Token consume() {
        return tokens.get(peek().kind() == Kind.END ? next : next++);
    }

    /** Consumes the next token if it is the given name or sign. Returns whether the token was consumed. */
    boolean skip(String word) {
        boolean found = peek().is(word);
        next += found ? 1 : 0;
        return found;
    }

    void expect(String word) throws QueryException {
        Token found = peek();
        if (!skip(word)) {
            throw QueryException.parse(found.at(), word + " expected, found " + found);
        }
    }

    /** Consumes the name and the colon of {@code name: expression}. Returns the name, or null if there is no name. */
    @Nullable
    String consumeName() {
        if (peek().kind() == Kind.NAME && tokens.get(next + 1).is(":")) {
            String name = consume().text();
            next++;
            return name;
        }
        return null;
    }

    boolean isClauseNext() {
        return peek().kind() == Kind.END || CLAUSES.stream().anyMatch(peek()::is);
    }

    Expression expression() throws QueryException {
        if (++depth > NESTING_MAX) {
            throw QueryException.limit(peek().at(), "more than " + NESTING_MAX + " levels");
        }
        int at = peek().at();
        Expression left = operand();
        Verb verb = verb(peek());
        if (verb != null && verb.isDyad()) {
            consume();
            left = new Applied(verb, List.of(left, expression()), at);
        } else if (!isEnd()) {
            throw unexpected(left, peek());
        }
        depth--;
        return left;
    }

    private static @Nullable Verb verb(Token token) {
        Verb verb = token.kind() == Kind.SIGN || token.kind() == Kind.NAME ? Verb.named(token.text()) : null;
        return verb == null || verb.isField() ? null : verb;
    }

    private boolean isEnd() {
        Token token = peek();
        return isClauseNext() || token.is(",") || token.is(")") || token.is("]") || token.is(";");
    }

    /**
     * Returns an exception that names the unsupported word: the first word in {@code sums size}, and the second word in
     * {@code size mavg price}.
     */
    private static QueryException unexpected(Expression left, Token token) {
        boolean isName = token.kind() == Kind.NAME;
        boolean applies = isName ? !ReservedWords.contains(token.text()) : token.is("(") || token.is("[");
        if (left instanceof Column column && isApplied(column, token, applies)) {
            return QueryException.nyi(column.at(), column.name());
        }
        return isName || token.is("[") || token.is(":")
                ? QueryException.nyi(token.at(), token.text())
                : QueryException.parse(token.at(), "an operator expected, found " + token);
    }

    /**
     * Returns whether a word is a function whose argument is the next token. A reserved word is a function if a value
     * follows.
     */
    private static boolean isApplied(Column word, Token token, boolean applies) {
        boolean isValue = token.kind() != Kind.SIGN || token.is("(") || token.is("[");
        return applies || (isValue && ReservedWords.contains(word.name()));
    }

    private Expression operand() throws QueryException {
        Token token = peek();
        return switch (token.kind()) {
            case NUMBER -> numbers();
            case SYMBOLS -> symbols(consume());
            case STRING -> string(consume());
            case NAME -> name();
            default -> {
                if (!skip("(")) {
                    throw QueryException.parse(token.at(), "a value expected, found " + token);
                }
                yield parenthesized(token.at());
            }
        };
    }

    private Expression name() throws QueryException {
        if (isEnd()) {
            throw QueryException.parse(peek().at(), "a value expected, found " + peek());
        }
        Token token = consume();
        Verb verb = verb(token);
        if (verb != null && peek().is("[")) {
            return called(verb, token.at());
        }
        if (verb != null && verb.isMonad() && peek().is(";")) {
            // for example max in (max;price) fby sym
            throw QueryException.nyi(token.at(), token + " as a value");
        }
        if (verb != null && verb.isMonad()) {
            return new Applied(verb, List.of(expression()), token.at());
        }
        if (token.is("enlist")) {
            return enlisted(expression(), token.at());
        }
        if (verb != null) {
            throw QueryException.parse(token.at(), "a value expected, found " + token);
        }
        return column(token);
    }

    /** Returns a column, or a field of a column such as {@code time.minute}. */
    private static Expression column(Token token) throws QueryException {
        String text = token.text();
        int dot = text.indexOf('.');
        Expression column = new Column(dot < 0 ? text : text.substring(0, dot), token.at());
        for (int levels = 1; dot >= 0; levels++) {
            if (levels > NESTING_MAX) {
                throw QueryException.limit(token.at(), "more than " + NESTING_MAX + " levels");
            }
            int end = text.indexOf('.', dot + 1);
            Verb field = Verb.named(text.substring(dot + 1, end < 0 ? text.length() : end));
            if (field == null || !field.isField()) {
                throw QueryException.nyi(token.at(), text);
            }
            column = new Applied(field, List.of(column), token.at());
            dot = end;
        }
        return column;
    }

    private Expression called(Verb verb, int at) throws QueryException {
        expect("[");
        List<Expression> operands = items("]");
        if (operands.size() != (verb.isMonad() ? 1 : 2)) {
            throw QueryException.parse(at, verb + " of " + operands.size() + " operands");
        }
        return new Applied(verb, operands, at);
    }

    private List<Expression> items(String end) throws QueryException {
        List<Expression> items = new ArrayList<>();
        do {
            items.add(expression());
        } while (skip(";"));
        expect(end);
        return items;
    }

    private Expression parenthesized(int at) throws QueryException {
        List<Expression> items = items(")");
        return items.size() == 1 ? items.get(0) : list(items, at);
    }

    private static Expression list(List<Expression> items, int at) throws QueryException {
        if (items.stream().allMatch(item -> item instanceof Names names && names.atom())) {
            return new Names(
                    items.stream().map(item -> ((Names) item).texts().get(0)).toList(), false, at);
        }
        List<QVector> atoms = new ArrayList<>();
        for (Expression item : items) {
            if (!(item instanceof Constant constant && constant.atom())) {
                throw QueryException.nyi(item.at(), "a list of other than literals");
            }
            atoms.add(constant.items());
        }
        return new Constant(Operand.join(atoms, at), false, at);
    }

    private static Expression enlisted(Expression item, int at) throws QueryException {
        if (item instanceof Constant constant && constant.atom()) {
            return new Constant(constant.items(), false, at);
        }
        if (item instanceof Names names && names.atom()) {
            return new Names(names.texts(), false, at);
        }
        throw QueryException.nyi(at, "enlist of other than a literal");
    }

    private Expression numbers() throws QueryException {
        int at = peek().at();
        List<String> texts = new ArrayList<>();
        while (peek().kind() == Kind.NUMBER) {
            Token token = consume();
            if (token.text().matches("[0-9.]{10}T.*|.*0[NWnw]z")) {
                throw QueryException.nyi(token.at(), "a datetime literal");
            }
            texts.add(token.text());
        }
        QVector items = Literal.vector(texts);
        if (items == null) {
            throw QueryException.parse(at, String.join(" ", texts) + " is no literal");
        }
        boolean atom = texts.size() == 1 && !Literal.isVector(texts.get(0));
        return new Constant(items, atom, at);
    }

    private static Expression symbols(Token token) {
        List<String> texts = List.of(token.text().substring(1).split("`", -1));
        return new Names(texts, texts.size() == 1, token.at());
    }

    private static Expression string(Token token) {
        ByteVector chars = ByteVector.chars(token.text());
        return new Constant(chars, chars.size() == 1, token.at());
    }
}
