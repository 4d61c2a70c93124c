package io.tickbus.q;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;

/** The constants of q's dates. */
public final class QDate {
    /** Day 0 of q: dates and timestamps count from here. */
    public static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);

    /** Writes and reads a date as q and the names of tickerplants' logs have it: {@code 2026.11.30}. Refuses days that do not exist. */
    public static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu.MM.dd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private QDate() {}
}
