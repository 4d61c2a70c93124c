package io.tickbus.differential;

import io.tickbus.differential.Query.Part;
import io.tickbus.q.QType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Generates random selects in the documented grammar. */
final class RandomQueries {
    private static final Set<QType> NUMBERS =
            EnumSet.of(QType.BOOLEAN, QType.SHORT, QType.INT, QType.LONG, QType.REAL, QType.FLOAT);
    private static final Set<QType> ALL = EnumSet.allOf(QType.class);
    private static final Set<QType> SIMPLE = EnumSet.complementOf(EnumSet.of(QType.LIST));
    private static final Set<QType> ORDERED = EnumSet.complementOf(EnumSet.of(QType.LIST, QType.GUID));
    private static final Set<QType> SUMMED = EnumSet.complementOf(
            EnumSet.of(QType.LIST, QType.GUID, QType.CHAR, QType.SYMBOL, QType.BYTE, QType.DATETIME));
    private static final Set<QType> LITERAL =
            EnumSet.complementOf(EnumSet.of(QType.LIST, QType.GUID, QType.DATETIME)); // q has no literal for a guid
    private static final Set<QType> BUCKETED = EnumSet.complementOf(EnumSet.of(
            QType.LIST, QType.GUID, QType.CHAR, QType.SYMBOL, QType.BOOLEAN, QType.BYTE, QType.DATETIME));
    private static final Set<QType> LIKENED = EnumSet.of(QType.SYMBOL, QType.LIST);
    private static final Map<QType, List<String>> FIELDS = Map.of(
            QType.TIMESTAMP,
                    List.of("year", "month", "mm", "week", "date", "dd", "hh", "minute", "uu", "second", "ss", "time"),
            QType.DATE, List.of("year", "month", "mm", "week", "dd"),
            QType.TIMESPAN, List.of("hh", "minute", "uu", "second", "ss", "time"),
            QType.TIME, List.of("hh", "minute", "uu", "second", "ss"),
            QType.MONTH, List.of("year", "mm"));
    private static final List<String> COMPARISONS = List.of("=", "<>", "<", ">", "<=", ">=");
    private static final List<String> ARITHMETIC = List.of("+", "-", "*", "%", "&", "|");
    private static final List<String> PATTERNS =
            List.of("a*", "*b", "?b", "[ab]c", "*a*", "[^a]*", "abc", "", "?", "*[b-d]");

    private final Random random;
    private final RandomTable table;

    RandomQueries(Random random, RandomTable table) {
        this.random = random;
        this.table = table;
    }

    Query next() {
        List<Part> conditions = parts(random.nextInt(3), "", this::condition);
        return switch (random.nextInt(10)) {
            case 0 -> new Query(List.of(), List.of(), conditions);
            case 1, 2 -> new Query(List.of(), parts(1 + random.nextInt(3), "r", this::row), conditions);
            case 3, 4, 5 -> new Query(List.of(), parts(1 + random.nextInt(3), "r", this::aggregate), conditions);
            case 6 -> unnamed(conditions);
            default ->
                new Query(
                        parts(1 + random.nextInt(2), "k", this::key),
                        parts(1 + random.nextInt(3), "r", this::aggregate),
                        conditions);
        };
    }

    /** Returns a query with a column that q names. */
    private Query unnamed(List<Part> conditions) {
        String key = table.column(EnumSet.of(QType.SYMBOL));
        List<Part> keys = random.nextBoolean() ? List.of() : List.of(new Part(key, label(key)));
        Part column = keys.isEmpty() && random.nextBoolean() ? row() : aggregate();
        return new Query(keys, List.of(new Part(column.text(), "unnamed " + column.label())), conditions);
    }

    private interface Maker {
        Part make();
    }

    private static List<Part> parts(int count, String name, Maker maker) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Part part = maker.make();
            parts.add(name.isEmpty() ? part : new Part(name + i + ":" + part.text(), part.label()));
        }
        return parts;
    }

    private String label(String column) {
        return table.type(column).qName();
    }

    private <T> T any(List<T> among) {
        return among.get(random.nextInt(among.size()));
    }

    private Part column(Set<QType> among) {
        String name = table.column(among);
        return new Part(name, label(name));
    }

    /** Returns an expression with a value for each row. */
    private Part row() {
        return switch (random.nextInt(5)) {
            case 0 -> column(ALL);
            case 1 -> random.nextBoolean() ? comparison() : monad();
            case 2 -> field();
            default -> arithmetic();
        };
    }

    private Part monad() {
        return switch (random.nextInt(3)) {
            case 0 -> of("neg", column(NUMBERS));
            case 1 -> of("not", column(NUMBERS));
            default -> of("null", column(SIMPLE));
        };
    }

    /** Returns an expression for a part of a temporal. */
    private Part field() {
        QType type = any(List.copyOf(EnumSet.copyOf(FIELDS.keySet()))); // sorted, so that the order is equal in every run
        String field = any(FIELDS.getOrDefault(type, List.of()));
        return new Part(table.column(EnumSet.of(type)) + "." + field, type.qName() + "." + field);
    }

    private Part arithmetic() {
        Part left = column(NUMBERS);
        Part right = random.nextInt(3) == 0 ? literal(NUMBERS) : column(NUMBERS);
        String operator = any(ARITHMETIC);
        Part simple = new Part(left.text() + operator + right.text(), left.label() + operator + right.label());
        if (random.nextInt(3) > 0) {
            return simple;
        }
        Part more = column(NUMBERS);
        String outer = any(ARITHMETIC);
        return random.nextBoolean()
                ? new Part(more.text() + outer + simple.text(), more.label() + outer + simple.label())
                : new Part(
                        "(" + simple.text() + ")" + outer + more.text(),
                        "(" + simple.label() + ")" + outer + more.label());
    }

    private Part literal(Set<QType> among) {
        QType type = any(List.copyOf(EnumSet.copyOf(among)));
        return new Part(table.literal(type), type.qName() + "'"); // the backtick distinguishes a literal from a column
    }

    private Part comparison() {
        String operator = any(COMPARISONS);
        Part left = column(random.nextInt(4) == 0 ? NUMBERS : LITERAL);
        QType type = table.type(left.text());
        if (random.nextInt(3) == 0 && NUMBERS.contains(type)) {
            Part right = random.nextBoolean() ? column(NUMBERS) : literal(NUMBERS);
            return new Part(left.text() + operator + right.text(), left.label() + operator + right.label());
        }
        String literal = table.literal(type);
        return new Part(left.text() + operator + literal, left.label() + operator + type.qName() + "'");
    }

    private Part aggregate() {
        return switch (random.nextInt(10)) {
            case 0 -> new Part("count i", "count i");
            case 1 -> of("count", column(ALL));
            case 2 -> of(any(List.of("first", "last")), column(ALL));
            case 3 -> of(any(List.of("min", "max")), column(ORDERED));
            case 4, 5 -> of(any(List.of("sum", "avg")), column(SUMMED));
            case 6 -> of("dev", column(random.nextBoolean() ? NUMBERS : SUMMED));
            case 7 -> weighted();
            case 8 -> of(any(List.of("sum", "avg", "min", "max", "first", "last")), arithmetic());
            default -> of("sum", comparison());
        };
    }

    private static Part of(String function, Part argument) {
        return new Part(function + " " + argument.text(), function + " " + argument.label());
    }

    private Part weighted() {
        Part weight = column(NUMBERS);
        Part value = column(NUMBERS);
        return new Part(weight.text() + " wavg " + value.text(), weight.label() + " wavg " + value.label());
    }

    private Part key() {
        if (random.nextBoolean()) {
            return column(random.nextInt(3) == 0 ? SIMPLE : EnumSet.of(QType.SYMBOL, QType.BOOLEAN, QType.DATE));
        }
        Part column = column(BUCKETED);
        String width = width(table.type(column.text()));
        return new Part(width + " xbar " + column.text(), "xbar " + column.label());
    }

    /** Returns a width that produces a few buckets. */
    private String width(QType type) {
        return switch (type) {
            case REAL, FLOAT -> any(List.of("2.5", "10", "0.5"));
            case TIMESTAMP, TIMESPAN -> any(List.of("0D01", "0D00:05:00", "3600000000000"));
            case MINUTE, SECOND -> any(List.of("60", "90", "7"));
            case TIME -> any(List.of("3600000", "60000", "7"));
            default -> any(List.of("5", "10", "3"));
        };
    }

    private Part condition() {
        return switch (random.nextInt(8)) {
            case 0 -> within();
            case 1 -> in();
            case 2 -> like();
            case 3 -> column(EnumSet.of(QType.BOOLEAN));
            default -> comparison();
        };
    }

    private Part within() {
        Part column = column(EnumSet.of(
                QType.SHORT, QType.INT, QType.LONG, QType.REAL, QType.FLOAT, QType.TIMESTAMP, QType.DATE, QType.TIME));
        QType type = table.type(column.text());
        return new Part(column.text() + " within " + table.literals(type, 2), column.label() + " within");
    }

    private Part in() {
        Part column = column(LITERAL);
        QType type = table.type(column.text());
        return new Part(column.text() + " in " + table.literals(type, 2 + random.nextInt(type == QType.TIMESTAMP ? 1 : 2)), column.label() + " in");
    }

    private Part like() {
        Part column = column(LIKENED);
        return new Part(column.text() + " like \"" + any(PATTERNS) + "\"", column.label() + " like");
    }
}
