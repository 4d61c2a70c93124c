package io.tickbus.chaos;

import io.tickbus.cli.Main;

/** {@code scripts/tickbus} as it is, in a process that does not outlive the one that started it. */
public final class TickbusProgram {
    private TickbusProgram() {}

    public static void main(String... args) {
        Thread lifeline = new Thread(() -> Lifeline.follow(line -> {}), "lifeline");
        lifeline.setDaemon(true);
        lifeline.start();
        Main.main(args);
    }
}
