package io.tickbus.gateway;

import io.tickbus.q.Atom;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDate;
import io.tickbus.q.QType;
import io.tickbus.server.Definitions;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Defines the variables of {@code .z}, which describe the server to clients. {@link GatewayVerticle} uses this class.
 * The value of {@code .z.K} is the q release whose replies and wire format the gateway follows.
 *
 * <p>Source: <a href="https://code.kx.com/q/ref/dotz/">The .z namespace</a>.
 */
final class SystemVariables {
    private static final double VERSION = 4.0;
    private static final LocalDate VERSION_DATE = LocalDate.of(2020, 5, 4);
    private static final double NANOS_PER_DAY = 86_400e9;

    private SystemVariables() {}

    /**
     * Defines the variables.
     *
     * @param clock the clock. {@code .z.P} and the other local times are in the time zone of the clock.
     * @param host the value of {@code .z.h}
     */
    static void define(Definitions definitions, Clock clock, String host) {
        defineTimes(definitions, clock.withZone(ZoneOffset.UTC), "p", "d", "t", "n", "z");
        defineTimes(definitions, clock, "P", "D", "T", "N", "Z");
        definitions
                .variable(".z.h", () -> Atom.symbol(host))
                .variable(".z.K", () -> Atom.ofFloat(VERSION))
                .variable(".z.k", () -> Atom.ofInt(QType.DATE, days(VERSION_DATE)))
                .variable(".z.o", () -> Atom.symbol(platform(System.getProperty("os.name", ""))))
                .variable(
                        ".z.i",
                        () -> Atom.ofInt(
                                QType.INT, (int) ProcessHandle.current().pid()))
                .variable(".z.f", () -> Atom.symbol("tickbus"))
                .variable(".z.x", GeneralList::new)
                .variable(".z.l", GeneralList::new) // .z.l is the license, which this server does not have.
                .variable(
                        ".z.c", () -> Atom.ofInt(QType.INT, Runtime.getRuntime().availableProcessors()))
                .callersVariable(".z.a", caller -> Atom.ofInt(QType.INT, caller.address()))
                .callersVariable(".z.u", caller -> Atom.symbol(caller.user()))
                .callersVariable(".z.w", caller -> Atom.ofInt(QType.INT, caller.handle()));
    }

    private static void defineTimes(
            Definitions definitions,
            Clock clock,
            String timestamp,
            String date,
            String time,
            String timespan,
            String datetime) {
        definitions
                .variable(".z." + timestamp, () -> Atom.ofLong(QType.TIMESTAMP, nanos(LocalDateTime.now(clock))))
                .variable(".z." + date, () -> Atom.ofInt(QType.DATE, days(LocalDate.now(clock))))
                .variable(
                        ".z." + time,
                        () -> Atom.ofInt(QType.TIME, (int) (nanosOfDay(LocalDateTime.now(clock)) / 1_000_000)))
                .variable(".z." + timespan, () -> Atom.ofLong(QType.TIMESPAN, nanosOfDay(LocalDateTime.now(clock))))
                .variable(
                        ".z." + datetime,
                        () -> new Atom(new FloatVector(
                                QType.DATETIME, new double[] {nanos(LocalDateTime.now(clock)) / NANOS_PER_DAY})));
    }

    private static long nanos(LocalDateTime time) {
        return QDate.EPOCH.atStartOfDay().until(time, ChronoUnit.NANOS);
    }

    private static long nanosOfDay(LocalDateTime time) {
        return time.toLocalTime().toNanoOfDay();
    }

    private static int days(LocalDate date) {
        return (int) QDate.EPOCH.until(date, ChronoUnit.DAYS);
    }

    /** Returns q's name of the platform, for example {@code l64} for Linux with 64 bits. */
    private static String platform(String system) {
        String lower = system.toLowerCase(Locale.ROOT);
        return lower.startsWith("mac") ? "m64" : lower.startsWith("win") ? "w64" : "l64";
    }
}
