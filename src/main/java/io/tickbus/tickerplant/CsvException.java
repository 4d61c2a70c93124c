package io.tickbus.tickerplant;

import java.io.IOException;
import java.nio.file.Path;

/** The CSV file is no table. The message says where. */
final class CsvException extends IOException {
    private static final long serialVersionUID = 1;

    CsvException(Path file, long line, String reason) {
        super(file + ": line " + line + ": " + reason);
    }
}
