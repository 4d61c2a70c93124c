package io.tickbus.tickerplant;

import java.io.IOException;
import java.nio.file.Path;

/** The failure of a CSV file that is not a valid table. The message names the file and the line. */
final class CsvException extends IOException {
    private static final long serialVersionUID = 1;

    CsvException(Path file, long line, String reason) {
        super(file + ": line " + line + ": " + reason);
    }
}
