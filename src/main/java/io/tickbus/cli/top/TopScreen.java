package io.tickbus.cli.top;

import io.tickbus.cli.top.TopGrid.Column;
import io.tickbus.cli.top.TopGrid.Row;
import io.tickbus.cli.top.TopGrid.Tone;
import io.tickbus.cli.top.TopOverview.Rejected;
import io.tickbus.cli.top.TopOverview.Subscriber;
import io.tickbus.cli.top.TopOverview.Table;
import io.tickbus.event.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/**
 * Formats an overview as the lines of a screen.
 *
 * @param columns largest length of a line, in characters
 * @param rows largest number of lines; {@link #NO_LIMIT} for no limit
 */
record TopScreen(int columns, int rows) {
    static final int NO_LIMIT = Integer.MAX_VALUE;

    private static final AttributedStyle TITLE = AttributedStyle.DEFAULT.bold();
    private static final int SECONDS_FROM_MS = 10_000;
    /** The columns of the subscribers, the most important first. A narrow screen leaves out the last columns. */
    private static final List<Column> SUBSCRIBER = List.of(
            new Column("SUBSCRIBER", false),
            new Column("STATE", false),
            new Column("ROWS/S", true),
            new Column("LAG", true),
            new Column("BEHIND", true),
            new Column("ROWS", true),
            new Column("REJECTED", true),
            new Column("GAPS", true),
            new Column("NODE", false),
            new Column("IN FLIGHT", true));

    private static final List<Column> TABLE = List.of(
            new Column("TABLE", false),
            new Column("ROWS/S", true),
            new Column("ROWS", true),
            new Column("MISSING", true),
            new Column("DISCARDED", true),
            new Column("REBUILDS", true));

    /**
     * The content of the screen.
     *
     * @param address the address of the node that answered
     * @param clock the current time as text
     * @param trouble why the overview is out of date; empty if the overview is current
     */
    record View(TopOverview overview, String address, String clock, TopOrder order, String trouble) {}

    /** Returns at most {@link #rows} lines of at most {@link #columns} characters. */
    List<AttributedString> lines(View view) {
        TopOverview overview = view.overview;
        List<AttributedString> lines = new ArrayList<>();
        lines.add(new AttributedString(view.address + "  " + view.clock, TITLE));
        if (!view.trouble.isEmpty()) {
            lines.add(new AttributedString(view.trouble, Tone.TROUBLE.style()));
        }
        lines.add(owner(overview));
        if (overview.owner() != null && !overview.owner().memory().isEmpty()) {
            lines.add(new AttributedString(overview.owner().memory(), Tone.TROUBLE.style()));
        }
        lines.add(new AttributedString(totals(overview)));
        lines.add(AttributedString.EMPTY);
        int left = rows == NO_LIMIT ? NO_LIMIT : Math.max(0, rows - lines.size());
        lines.addAll(TopSections.within(
                left, List.of(subscribers(overview, view.order), tables(overview, view.order), rejected(overview))));
        return lines.stream()
                .limit(rows)
                .map(line -> TopGrid.cut(line, columns))
                .toList();
    }

    private static AttributedString owner(TopOverview overview) {
        TopOverview.Owner owner = overview.owner();
        return owner == null
                ? new AttributedString("no node owns the tables", Tone.TROUBLE.style())
                : new AttributedString("owner " + owner.node() + ", epoch " + plain(owner.epoch()));
    }

    private static String totals(TopOverview overview) {
        List<Subscriber> working = overview.subscribers().stream()
                .filter(subscriber -> tone(subscriber) != Tone.FAINT)
                .toList();
        long live = working.stream()
                .filter(subscriber -> tone(subscriber) == Tone.PLAIN)
                .count();
        long rate = known(working, Subscriber::rowsPerSecond)
                .mapToLong(Long::longValue)
                .sum();
        long lag = known(working, Subscriber::lagMs)
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        return live + " of " + working.size() + " live  " + whole(rate) + " rows/s  lag " + ms(lag);
    }

    private static Stream<Long> known(List<Subscriber> all, Function<Subscriber, @Nullable Long> field) {
        return all.stream().map(field).filter(Objects::nonNull).map(Objects::requireNonNull);
    }

    private List<AttributedString> subscribers(TopOverview overview, TopOrder order) {
        List<Row> grid = overview.subscribers().stream()
                .sorted(order.subscribers())
                .map(TopScreen::row)
                .toList();
        return grid.isEmpty()
                ? List.of(new AttributedString("no subscribers", TITLE))
                : new TopGrid(SUBSCRIBER, grid).lines(columns);
    }

    private static Row row(Subscriber subscriber) {
        return new Row(
                tone(subscriber),
                List.of(
                        subscriber.name(),
                        subscriber.silentSeconds() > 0 ? "SILENT" : subscriber.state(),
                        whole(subscriber.rowsPerSecond()),
                        subscriber.lagMs() == null ? "" : ms(subscriber.lagMs()),
                        whole(subscriber.lagRows()),
                        whole(subscriber.rows()),
                        whole(subscriber.rejected()),
                        whole(subscriber.gaps()),
                        subscriber.node(),
                        whole(subscriber.inFlightRows())),
                notes(subscriber));
    }

    /** Returns the reason why a subscriber is not live, or the last error of a live subscriber. */
    private static List<String> notes(Subscriber subscriber) {
        if (subscriber.silentSeconds() > 0) {
            return List.of("no report for " + subscriber.silentSeconds() + " s; last state " + subscriber.state());
        }
        boolean live = subscriber.state().equals(Status.LIVE);
        if (!live && !subscriber.reason().isEmpty()) {
            return List.of(subscriber.reason());
        }
        return live && !subscriber.lastError().isEmpty()
                ? List.of(second(subscriber.lastErrorAt()) + " " + subscriber.lastError())
                : List.of();
    }

    static Tone tone(Subscriber subscriber) {
        if (subscriber.silentSeconds() > 0) {
            return Tone.TROUBLE;
        }
        return switch (subscriber.state()) {
            case Status.LIVE -> Tone.PLAIN;
            case Status.STANDBY -> Tone.FAINT;
            default -> Tone.TROUBLE;
        };
    }

    private List<AttributedString> tables(TopOverview overview, TopOrder order) {
        if (!overview.tablesError().isEmpty()) {
            return List.of(TopGrid.cut(
                    new AttributedString("tables: " + overview.tablesError(), Tone.TROUBLE.style()), columns));
        }
        List<Row> grid = overview.tables().stream()
                .sorted(order.tables())
                .map(TopScreen::row)
                .toList();
        return grid.isEmpty()
                ? List.of(new AttributedString("no tables", TITLE))
                : new TopGrid(TABLE, grid).lines(columns);
    }

    private static Row row(Table table) {
        Long missing = table.missingRows();
        boolean whole = !table.missingUnknown() && (missing == null || missing == 0);
        return new Row(
                whole ? Tone.PLAIN : Tone.TROUBLE,
                List.of(
                        table.name(),
                        whole(table.rowsPerSecond()),
                        whole(table.rows()),
                        whole(missing) + (table.missingUnknown() ? "+" : ""),
                        whole(table.discardedRows()),
                        whole(table.rebuilds())),
                List.of());
    }

    private List<AttributedString> rejected(TopOverview overview) {
        if (overview.rejected().isEmpty()) {
            return List.of();
        }
        List<AttributedString> lines = new ArrayList<>();
        lines.add(new AttributedString("REJECTED since " + second(overview.since()), TITLE));
        for (Rejected each : overview.rejected()) {
            String place = Stream.of(each.source(), each.table())
                    .filter(part -> !part.isEmpty())
                    .reduce((source, table) -> source + " " + table)
                    .orElse("");
            lines.add(new AttributedString(whole(each.count()) + "x " + place + ": " + each.reason()));
        }
        return lines.stream().map(line -> TopGrid.cut(line, columns)).toList();
    }

    private static String whole(@Nullable Long number) {
        return number == null ? "" : String.format(Locale.ROOT, "%,d", number);
    }

    private static String plain(@Nullable Long number) {
        return number == null ? "" : number.toString();
    }

    private static String ms(long ms) {
        return ms < SECONDS_FROM_MS ? whole(ms) + " ms" : whole(ms / 1000) + " s";
    }

    /**
     * Removes the fraction of a second from a time. For example, {@code 2026-11-23T10:00:00.123456Z} becomes {@code
     * 2026-11-23T10:00:00Z}.
     */
    private static String second(String instant) {
        int dot = instant.indexOf('.');
        return dot < 0 ? instant : instant.substring(0, dot) + "Z";
    }
}
