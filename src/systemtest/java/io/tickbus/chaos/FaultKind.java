package io.tickbus.chaos;

import java.util.Arrays;
import java.util.List;

/** The kinds of faults, each with its name in the plural and its relative frequency. */
enum FaultKind {
    CUT("cuts", 6),
    RESET("resets", 3),
    STALL("stalls", 3),
    HALF_CLOSE("half-closes", 2),
    TRICKLE("trickles", 2),
    REFUSAL("refusals", 2),
    SWALLOW("swallows", 1),
    TICKERPLANT_KILL("tickerplant-kills", 2),
    PIPELINE_KILL("pipeline-kills", 1),
    TICKERPLANT_FREEZE("tickerplant-freezes", 2),
    PIPELINE_FREEZE("pipeline-freezes", 1),
    OWNER_STALL("owner-stalls", 2),
    /** The end of a day, only with {@code --rolls}. */
    ROLL("rolls", 2);

    private final String plural;
    private final int weight;

    FaultKind(String plural, int weight) {
        this.plural = plural;
        this.weight = weight;
    }

    String plural() {
        return plural;
    }

    int weight() {
        return weight;
    }

    static FaultKind of(String plural) {
        return Arrays.stream(values())
                .filter(kind -> kind.plural.equals(plural))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fault " + plural + ", there are " + names()));
    }

    static List<String> names() {
        return Arrays.stream(values()).map(FaultKind::plural).toList();
    }
}
