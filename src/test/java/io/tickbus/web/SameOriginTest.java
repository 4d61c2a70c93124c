package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.HostAndPort;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameOriginTest {
    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, localhost:8080, true",
        "https://Tick.example, tick.example, true",
        "https://tick.example, tick.example:443, true",
        "http://tick.example, tick.example:443, false",
        "http://[::1]:8080, [::1]:8080, true",
        "http://localhost:8081, localhost:8080, false",
        "http://evil.example, localhost:8080, false",
        "null, localhost:8080, false"
    })
    void pageOfAnotherHostOrPortIsAnother(String origin, String host, boolean same) {
        assertThat(SameOrigin.isOf(origin, HostAndPort.parseAuthority(host, -1)))
                .isEqualTo(same);
    }

    @Test
    void whatIsNoPageHasNoOrigin() {
        assertThat(SameOrigin.isOf(null, HostAndPort.authority("localhost", 8080)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, true",
        "10.1.2.3, true",
        "'[::1]', true",
        "Node.Example, true",
        "bound.example, true",
        "rebound.evil, false",
        "10.1.2.3.evil, false"
    })
    void nodeIsCalledByAnAddressOrAKnownName(String host, boolean ours) {
        assertThat(new SameOrigin("bound.example", List.of("node.example"), WebRefusal.newCounts(false)).isOurs(host))
                .isEqualTo(ours);
    }
}
