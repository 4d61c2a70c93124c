package io.tickbus.q;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;

/** Constants of q's dates. */
public final class QDate {
    /** Day 0 of q. Dates and timestamps count from this day. */
    public static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);

    /**
     * Formats and parses dates such as {@code 2026.11.30}, as in q and in the names of tickerplants' logs. Parsing
     * fails for days that do not exist.
     */
    public static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu.MM.dd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private QDate() {}
}
