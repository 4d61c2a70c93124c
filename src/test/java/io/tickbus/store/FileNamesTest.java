package io.tickbus.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {
    @ParameterizedTest
    @CsvSource({"trade, trade", "../trade, %2E./trade", "é, %C3%A9", "\\xe9, %E9", "\\x5cxe9, %5Cxe9"})
    void namesThatDifferInBytesHaveDifferentFiles(String table, String file) {
        assertThat(FileNames.of(table)).isEqualTo(file.replace("/", "%2F"));
    }
}
