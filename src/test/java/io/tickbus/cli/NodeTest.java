package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeTest {
    @Test
    void connectionThatBreaksAtItsCloseIsNoUnhandledException() {
        IllegalStateException failure = new IllegalStateException("Promise already completed");
        assertThat(Node.isBrokenConnection(failure)).isFalse();

        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("io.vertx.core.Promise", "fail", "Promise.java", 103),
            new StackTraceElement("io.vertx.core.net.impl.VertxConnection", "writeClose", "VertxConnection.java", 260)
        });
        assertThat(Node.isBrokenConnection(failure)).isTrue();
    }
}
