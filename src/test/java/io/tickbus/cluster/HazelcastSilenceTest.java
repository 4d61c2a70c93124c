package io.tickbus.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.spi.properties.HazelcastProperties;
import io.tickbus.config.ClusterConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HazelcastSilenceTest {
    private static long msMax(Map<String, ?> cluster) throws JoinException {
        Config config = HazelcastSettings.node(ClusterConfig.of(cluster, Map.of()), 1);
        return HazelcastSilence.msMax(new HazelcastProperties(config));
    }

    private static long msMax(String heartbeatsMissed, String unanswered) {
        Config config = new Config()
                .setProperty("hazelcast.heartbeat.interval.seconds", "1")
                .setProperty("hazelcast.max.no.heartbeat.seconds", heartbeatsMissed)
                .setProperty("hazelcast.mastership.claim.timeout.seconds", unanswered);
        return HazelcastSilence.msMax(new HazelcastProperties(config));
    }

    @Test
    void isASecondLessThanANodeIsPutOutAfter() throws JoinException {
        assertThat(msMax(Map.of())).isEqualTo(5000);
        assertThat(msMax(Map.of("silentSecondsMax", 3))).isEqualTo(2000);
        assertThat(msMax(Map.of("silentSecondsMax", 5))).isEqualTo(4000);
    }

    @Test
    void isNoLongerThanANewMasterWaitsForAnAnswer() {
        assertThat(msMax("60", "120")).isEqualTo(5000);
        assertThat(msMax("60", "4")).isEqualTo(4000);
        assertThat(msMax("1", "120")).as("never nothing").isEqualTo(1000);
    }
}
