package io.tickbus.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RightsTest {
    @Test
    void permissionIsForAllTablesOrForNamedOnes() {
        Rights rights = Rights.parse("read=trade,read=.fx.quote,append");

        assertThat(rights.may(Permission.READ)).isTrue();
        assertThat(rights.mayAll(Permission.READ)).isFalse();
        assertThat(rights.may(Permission.READ, "trade")).isTrue();
        assertThat(rights.may(Permission.READ, ".fx.quote")).isTrue();
        assertThat(rights.may(Permission.READ, "order")).isFalse();
        assertThat(rights.mayAll(Permission.APPEND)).isTrue();
        assertThat(rights.may(Permission.APPEND, "order")).isTrue();
        assertThat(rights.may(Permission.ADMIN)).isFalse();
        assertThat(rights.may(Permission.ADMIN, "trade")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "read; read",
                "append, read; read,append",
                "admin,read=b,read=a; read=a,read=b,admin",
            })
    void textIsReadAgain(String text, String written) {
        assertThat(Rights.parse(text).text()).isEqualTo(written);
        assertThat(Rights.parse(written)).isEqualTo(Rights.parse(text)).hasSameHashCodeAs(Rights.parse(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''| \"\" is no right; expected read, append, admin",
                "write| \"write\" is no right; expected read, append, admin",
                "read=| \"\" is no name of a table",
                "read=a b| \"a b\" is no name of a table",
                "read,read=trade| the right read is given twice, and once for all tables",
                "read=trade,read| the right read is given twice, and once for all tables",
                "read,read| the right read is given twice, and once for all tables",
            })
    void wrongTextIsRefused(String text, String reason) {
        assertThatThrownBy(() -> Rights.parse(text)).hasMessage(reason);
    }

    @Test
    void rightsOfTwoRolesAreJoined() {
        assertThat(Rights.parse("read=trade").plus(Rights.parse("read=quote,append")))
                .isEqualTo(Rights.parse("read=trade,read=quote,append"));
        assertThat(Rights.parse("read=trade").plus(Rights.parse("read"))).isEqualTo(Rights.parse("read"));
        assertThat(Rights.NONE.plus(Rights.NONE)).isEqualTo(Rights.NONE);
        assertThat(Rights.NONE.may(Permission.READ)).isFalse();
    }
}
