package io.tickbus;

import static io.tickbus.FaultyProxy.Direction.TO_CLIENT;
import static io.tickbus.FaultyProxy.Direction.TO_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.FaultyProxy.Admission;
import io.tickbus.FaultyProxy.Ending;
import io.tickbus.junit5.FreePort;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.q.wire.MessageKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FaultyProxyTest {
    private static final byte[] SHORT = Encoder.message(MessageKind.ASYNC, Atom.ofLong(1));
    private static final byte[] LONG = Encoder.message(MessageKind.ASYNC, ByteVector.chars("x".repeat(300_000)));
    private static final int NOTHING_COMES_MS = 20;

    private final FakeQ server;
    private final FaultyProxy proxy;

    FaultyProxyTest() throws IOException {
        server = new FakeQ();
        proxy = new FaultyProxy(server.port());
    }

    private Socket client = new Socket();

    @SuppressWarnings("NullAway.Init") // set before each test
    private FakeQ.Peer peer;

    @BeforeEach
    void greet() throws IOException {
        client = connect();
        client.getOutputStream().write(new byte[] {'a', 3, 0});
        peer = server.greet();
        assertThat(client.getInputStream().read()).isEqualTo(3);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(FakeQ.LIMIT_MS);
        return socket;
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
        client.close();
    }

    private byte[] received(int count) throws IOException {
        return client.getInputStream().readNBytes(count);
    }

    private void nothingCame() throws IOException {
        client.setSoTimeout(NOTHING_COMES_MS);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(FakeQ.LIMIT_MS);
    }

    @Test
    void bytesPassBothWaysAsTheyAre() throws Exception {
        peer.write(LONG, SHORT);
        client.getOutputStream().write(LONG);

        assertThat(received(LONG.length)).isEqualTo(LONG);
        assertThat(received(SHORT.length)).isEqualTo(SHORT);
        assertThat(peer.readBytes()).isEqualTo(LONG);
        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void whatAPeerEndsHasEndedForTheOther() throws Exception {
        peer.write(SHORT);
        peer.close();

        assertThat(client.getInputStream().readAllBytes()).isEqualTo(SHORT);
    }

    @Test
    void cutEndsBothAfterWhatWasSent() throws Exception {
        peer.write(SHORT);
        assertThat(received(SHORT.length)).isEqualTo(SHORT);

        proxy.end(Ending.CUT);

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(peer.endsNext()).isTrue();
        assertThat(proxy.connections()).isZero();
    }

    @Test
    void resetIsAnErrorToBoth() {
        proxy.end(Ending.RESET);

        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(peer::readBytes).isInstanceOf(SocketException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8, 9, 16})
    void cutInsideAFrameIsAtItsByte(int into) throws Exception {
        proxy.endInFrame(TO_CLIENT, into, Ending.CUT);

        peer.write(SHORT);

        assertThat(client.getInputStream().readAllBytes()).isEqualTo(Arrays.copyOf(SHORT, into));
        assertThat(proxy.isEndDue(TO_CLIENT)).isFalse();
    }

    @Test
    void cutInsideALongFrameLetsShortOnesPass() throws Exception {
        proxy.endInFrame(TO_CLIENT, 200_000, Ending.CUT);

        peer.write(SHORT, SHORT);
        assertThat(received(2 * SHORT.length)).endsWith(SHORT);
        peer.write(LONG);

        assertThat(client.getInputStream().readAllBytes()).isEqualTo(Arrays.copyOf(LONG, 200_000));
    }

    @Test
    void cutBetweenFramesLeavesWholeOnes() throws Exception {
        peer.write(Arrays.copyOf(SHORT, 5));
        assertThat(received(5)).hasSize(5);
        proxy.endInFrame(TO_CLIENT, 0, Ending.CUT);

        peer.write(Arrays.copyOfRange(SHORT, 5, SHORT.length));

        assertThat(client.getInputStream().readAllBytes()).hasSize(SHORT.length - 5);
    }

    @Test
    void cutOfTheFramesToTheServerIsAtTheirBytes() throws Exception {
        proxy.endInFrame(TO_SERVER, 12, Ending.CUT);

        client.getOutputStream().write(SHORT);

        assertThat(peer.readBytes()).isEqualTo(Arrays.copyOf(SHORT, 12));
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void forgottenEndDoesNotCome() throws Exception {
        proxy.endInFrame(TO_CLIENT, 0, Ending.CUT);
        proxy.forgetEnd(TO_CLIENT);

        peer.write(SHORT);

        assertThat(received(SHORT.length)).isEqualTo(SHORT);
    }

    @Test
    void halfClosedDirectionEndsAndTheOtherGoesOn() throws Exception {
        proxy.halfClose(TO_CLIENT);

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        client.getOutputStream().write(SHORT);
        assertThat(peer.readBytes()).isEqualTo(SHORT);
        peer.write(SHORT); // goes nowhere, unseen by its sender
        client.getOutputStream().write(SHORT);
        assertThat(peer.readBytes()).isEqualTo(SHORT);
    }

    @Test
    void heldBytesComeWhenTheyAreReleased() throws Exception {
        proxy.hold(TO_CLIENT);
        peer.write(SHORT);
        nothingCame();
        client.getOutputStream().write(SHORT);
        assertThat(peer.readBytes()).isEqualTo(SHORT);

        proxy.release(TO_CLIENT);

        assertThat(received(SHORT.length)).isEqualTo(SHORT);
    }

    @Test
    void heldConnectionCanBeCut() throws Exception {
        proxy.hold(TO_CLIENT);
        peer.write(SHORT);

        proxy.end(Ending.CUT);

        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void trickleIsAWriteForEveryByte() throws Exception {
        peer.write(SHORT);
        assertThat(received(SHORT.length)).isEqualTo(SHORT);
        long before = proxy.writes(TO_CLIENT);
        proxy.trickle(TO_CLIENT);

        peer.write(SHORT);

        assertThat(received(SHORT.length)).isEqualTo(SHORT);
        assertThat(proxy.writes(TO_CLIENT) - before).isEqualTo(SHORT.length);
        proxy.flow(TO_CLIENT);
        peer.write(LONG);
        assertThat(received(LONG.length)).isEqualTo(LONG);
        assertThat(proxy.writes(TO_CLIENT) - before).isLessThan(LONG.length);
    }

    @Test
    void refusedConnectionIsResetAndTheOthersGoOn() throws Exception {
        proxy.admit(Admission.REFUSE);
        try (Socket refused = connect()) {
            assertThatThrownBy(() -> refused.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        peer.write(SHORT);
        assertThat(received(SHORT.length)).isEqualTo(SHORT);

        proxy.admit(Admission.PASS);

        try (Socket admitted = connect()) {
            admitted.getOutputStream().write(new byte[] {'b', 3, 0});
            server.greet();
            assertThat(admitted.getInputStream().read()).isEqualTo(3);
        }
    }

    @Test
    void swallowedConnectionHearsNothingUntilItEnds() throws Exception {
        proxy.admit(Admission.SWALLOW);
        try (Socket swallowed = connect()) {
            swallowed.getOutputStream().write(new byte[] {'b', 3, 0});
            while (proxy.swallowed() == 0) {
                Thread.onSpinWait();
            }
            swallowed.setSoTimeout(NOTHING_COMES_MS);
            assertThatThrownBy(() -> swallowed.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            swallowed.setSoTimeout(FakeQ.LIMIT_MS);

            proxy.end(Ending.RESET);

            assertThatThrownBy(() -> swallowed.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void serverThatIsNotThereIsAReset() throws Exception {
        proxy.redirect(FreePort.choose());
        try (Socket other = connect()) {
            assertThatThrownBy(() -> other.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void redirectedConnectionsReachTheOtherServer() throws Exception {
        try (FakeQ another = new FakeQ()) {
            proxy.redirect(another.port());
            try (Socket other = connect()) {
                other.getOutputStream().write(new byte[] {'c', 3, 0});
                assertThat(FakeQ.text(another.accept().readHandshake())).isEqualTo("c 3");
            }
        }
    }

    @Test
    void closeEndsEveryThread() throws Exception {
        proxy.hold(TO_CLIENT);
        peer.write(LONG);
        client.getOutputStream().write(SHORT);

        proxy.close();

        Set<String> threads = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("faulty-proxy"))
                .collect(Collectors.toSet());
        assertThat(threads).isEmpty();
    }
}
