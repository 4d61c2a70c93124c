package io.tickbus.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternTest {
    @ParameterizedTest
    @CsvSource({
        "AAPL,A*,true",
        "AAPL,*L,true",
        "AAPL,A*L,true",
        "AAPL,?APL,true",
        "AAPL,AAP,false",
        "AAPL,*,true",
        "AAPL,**P*,true",
        "AAPL,[A-C]*,true",
        "AAPL,[^A-C]*,false",
        "AAPL,AAP[^a-z],true",
        "a]b,a[]]b,true",
        "a*b,a[*]b,true",
        "axb,a[*]b,false",
        "aab,a*ab,true",
        "aaab,a*aab,true",
        "aaac,a*aab,false",
        "a-b,a[x-]b,true"
    })
    void textMatchesAsInQ(String text, String pattern, boolean expected) throws QueryException {
        assertThat(new Pattern(pattern, 1).matches(text)).isEqualTo(expected);
    }
}
