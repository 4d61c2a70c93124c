package io.tickbus.architecture.broken.config;

import io.tickbus.architecture.broken.log.UsesVertx;

/** Configuration knows no log, and only cli prints and exits. */
final class PrintsAndExits {
    private PrintsAndExits() {}

    static void end(UsesVertx log) {
        System.out.println(log);
        System.exit(1);
    }
}
