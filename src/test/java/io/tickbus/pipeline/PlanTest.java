package io.tickbus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.config.ConfigException;
import io.tickbus.config.PipelineConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.SubscriptionConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final List<String> SYMS =
            IntStream.range(0, 50).mapToObj(i -> "SYM" + i).toList();
    private static final Map<String, Object> TICKERPLANT = Map.of("port", 0);

    @Test
    void noRoleMeansAllThatIsDescribed() {
        Plan plan =
                Plan.of(config(Map.of("tickerplant", TICKERPLANT, "subscribers", List.of(subscriber()))), Set.of(), 1);

        assertThat(plan.tickerplant()).isNotNull();
        assertThat(plan.subscribers()).extracting(SubscriberConfig::name).containsExactly("a");
        assertThat(plan.table()).isTrue();
    }

    @Test
    void eachRoleIsOnlyThat() {
        PipelineConfig config = config(
                Map.of("tickerplant", Map.of("port", 5010), "subscribers", List.of(Map.of("name", "a", "port", 5010))));

        assertThat(Plan.of(config, Set.of(Role.TABLE), 1))
                .isEqualTo(new Plan(config, null, List.of(), true, null, null));
        assertThat(Plan.of(config, Set.of(Role.TICKERPLANT), 1))
                .isEqualTo(new Plan(config, config.tickerplant(), List.of(), false, null, null));
        assertThat(Plan.of(config, Set.of(Role.SUBSCRIBER), 1))
                .isEqualTo(new Plan(config, null, config.subscribers(), false, null, null));
    }

    @Test
    void rolesWithoutTheirSectionsAreAllNamedAtOnce() {
        PipelineConfig config = config(Map.of("tables", Map.of("t", Map.of("columns", Map.of("n", "long")))));

        assertThatThrownBy(() -> Plan.of(config, Set.of(Role.TICKERPLANT, Role.SUBSCRIBER), 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the role tickerplant needs this section")
                .hasMessageContaining("the role subscriber needs at least one");
    }

    @Test
    void webIsARoleOfItsOwnAndNeedsItsSection() {
        PipelineConfig with = config(Map.of("tickerplant", TICKERPLANT, "web", Map.of("port", 0)));

        assertThat(Plan.of(with, Set.of(), 1).web()).isEqualTo(with.web()).isNotNull();
        assertThat(Plan.of(with, Set.of(Role.WEB), 1))
                .isEqualTo(new Plan(with, null, List.of(), false, null, with.web()));
        assertThat(Plan.of(with, Set.of(Role.TABLE), 1).web()).isNull();
        assertThatThrownBy(() -> Plan.of(config(Map.of("tickerplant", TICKERPLANT)), Set.of(Role.WEB), 1))
                .hasMessageContaining("the role web needs this section");
    }

    @Test
    void freePortIsKnownOnTheTickerplantsNodeOnly() {
        PipelineConfig config = config(Map.of("tickerplant", TICKERPLANT, "subscribers", List.of(subscriber())));

        assertThatThrownBy(() -> Plan.of(config, Set.of(Role.SUBSCRIBER), 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("subscribers[0].port")
                .hasMessageContaining("does not run on this node");
        assertThat(Plan.of(config, Set.of(Role.SUBSCRIBER, Role.TICKERPLANT), 1).subscribers())
                .hasSize(1);
    }

    @Test
    void instancesShareTheSymsWithoutOverlapAndAlwaysAlike() {
        PipelineConfig config = config(Map.of("subscribers", List.of(subscriber("syms", SYMS))));
        Plan plan = Plan.of(config, Set.of(), 4);

        assertThat(plan.subscribers()).extracting(SubscriberConfig::name).containsExactly("a-1", "a-2", "a-3", "a-4");
        List<String> all = new ArrayList<>();
        for (SubscriberConfig subscriber : plan.subscribers()) {
            assertThat(syms(subscriber)).isNotEmpty();
            all.addAll(syms(subscriber));
        }
        assertThat(all).containsExactlyInAnyOrderElementsOf(SYMS);
        assertThat(Plan.of(config, Set.of(), 4)).isEqualTo(plan);
    }

    @Test
    void symKeepsItsConnectionWhateverOthersThereAre() {
        PipelineConfig whole = config(Map.of("subscribers", List.of(subscriber("syms", SYMS))));
        PipelineConfig part = config(Map.of("subscribers", List.of(subscriber("syms", SYMS.subList(20, 40)))));

        for (SubscriberConfig subscriber : Plan.of(part, Set.of(), 3).subscribers()) {
            SubscriberConfig same = Plan.of(whole, Set.of(), 3).subscribers().stream()
                    .filter(one -> one.name().equals(subscriber.name()))
                    .findFirst()
                    .orElseThrow();
            assertThat(syms(same)).containsAll(syms(subscriber));
        }
    }

    @Test
    void moreInstancesThanSymsMakeNoEmptyOnes() {
        PipelineConfig config = config(Map.of("subscribers", List.of(subscriber("syms", List.of("X", "Y")))));

        assertThat(Plan.of(config, Set.of(), 100).subscribers())
                .hasSizeBetween(1, 2)
                .noneMatch(subscriber -> syms(subscriber).isEmpty());
    }

    @Test
    void instancesWithoutSymsAreRefused() {
        PipelineConfig config = config(Map.of("subscribers", List.of(Map.of("name", "a", "port", 5010))));

        assertThatThrownBy(() -> Plan.of(config, Set.of(), 2))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("subscribers[0].syms")
                .hasMessageContaining("required with --instances 2");
    }

    private static PipelineConfig config(Map<String, Object> tree) {
        return PipelineConfig.of(tree, Map.of());
    }

    private static Map<String, Object> subscriber(Object... more) {
        return more.length == 0
                ? Map.of("name", "a", "port", 0)
                : Map.of("name", "a", "port", 5010, (String) more[0], more[1]);
    }

    private static List<String> syms(SubscriberConfig subscriber) {
        return ((SubscriptionConfig.Tables) subscriber.subscription()).syms();
    }
}
