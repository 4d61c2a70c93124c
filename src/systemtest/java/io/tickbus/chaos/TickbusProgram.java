package io.tickbus.chaos;

import io.tickbus.cli.Main;

/** The program {@code scripts/tickbus}, which ends with the process that started it. */
public final class TickbusProgram {
    private TickbusProgram() {}

    public static void main(String... args) {
        Thread lifeline = new Thread(() -> Lifeline.follow(line -> {}), "lifeline");
        lifeline.setDaemon(true);
        lifeline.start();
        Main.main(args);
    }
}
