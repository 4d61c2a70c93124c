package io.tickbus.cli;

import io.tickbus.cluster.ClusterNode;
import io.tickbus.event.Status;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The state of a cluster, as {@code status --cluster} prints it.
 *
 * @param nodes all nodes, including clients such as this process
 * @param parts the last status of each subscriber and table verticle on each node
 * @param tables the owner's descriptions of the tables; empty if there is no owner
 */
record ClusterStatus(List<ClusterNode> nodes, List<Status> parts, List<JsonObject> tables) {
    private static final String LIVE = "LIVE";

    ClusterStatus {
        nodes = List.copyOf(nodes);
        parts = parts.stream()
                .sorted(Comparator.comparing(Status::part)
                        .reversed()
                        .thenComparing(Status::name)
                        .thenComparing(status -> status.state().equals(Status.STANDBY))
                        .thenComparing(Status::node))
                .toList();
        tables = tables.stream()
                .sorted(Comparator.comparing(table -> table.getString("table", "")))
                .toList();
    }

    /**
     * Returns the live owner with the highest epoch, or null if no owner is live. During a takeover, the previous owner
     * can still have the state LIVE.
     */
    private @Nullable Status owner() {
        return parts.stream()
                .filter(part -> part.part().equals(Status.TABLE) && part.state().equals(LIVE))
                .max(Comparator.comparingLong(Status::epoch))
                .orElse(null);
    }

    JsonObject toJson() {
        JsonArray members = new JsonArray();
        nodes.forEach(node ->
                members.add(new JsonObject().put("address", node.address()).put("client", node.client())));
        JsonArray states = new JsonArray();
        parts.forEach(part -> states.add(part.toJson()));
        Status owner = owner();
        return new JsonObject()
                .put("nodes", members)
                .put(
                        "owner",
                        owner == null
                                ? null
                                : new JsonObject().put("node", owner.node()).put("epoch", owner.epoch()))
                .put("parts", states)
                .put("tables", new JsonArray(tables));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        List<String> full = nodes.stream()
                .filter(node -> !node.client())
                .map(ClusterNode::address)
                .toList();
        int clients = nodes.size() - full.size();
        lines.add("nodes    " + full.size() + ": " + String.join(", ", full) + "; " + clients
                + (clients == 1 ? " client" : " clients"));
        Status owner = owner();
        lines.add(owner == null ? "owner    none" : "owner    " + owner.node() + ", epoch " + owner.epoch());
        lines.add("");
        lines.addAll(partLines());
        if (!tables.isEmpty()) {
            lines.add("");
            lines.addAll(tableLines());
        }
        return lines;
    }

    private List<String> partLines() {
        List<String[]> cells = new ArrayList<>();
        cells.add(new String[] {
            "part", "name", "node", "state", "applied", "lag rows", "lag ms", "rejected", "gaps", "reason"
        });
        for (Status part : parts) {
            cells.add(new String[] {
                part.part(),
                part.name(),
                part.node(),
                part.state(),
                number(part.applied()),
                number(part.lagRows()),
                number(part.lagMs()),
                number(part.rejected()),
                number(part.gaps()),
                part.reason()
            });
        }
        return aligned(cells);
    }

    private List<String> tableLines() {
        List<String[]> cells = new ArrayList<>();
        cells.add(new String[] {"table", "rows", "first offset", "next offset", "missing", "discarded"});
        for (JsonObject table : tables) {
            cells.add(new String[] {
                table.getString("table"),
                number(table.getLong("count", 0L)),
                number(table.getLong("firstOffset", 0L)),
                number(table.getLong("nextOffset", 0L)),
                missing(table),
                discarded(table)
            });
        }
        return aligned(cells);
    }

    private static String missing(JsonObject table) {
        String rebuilding = table.containsKey("rebuildingSince") ? ", being rebuilt" : "";
        boolean unknown = table.getBoolean("missingUnknown", false);
        return (unknown ? "at least " : "") + number(table.getLong("missingRows", 0L)) + rebuilding;
    }

    private static String discarded(JsonObject table) {
        long rebuilds = table.getLong("rebuilds", 0L);
        String by = rebuilds == 0 ? "" : " by " + number(rebuilds) + (rebuilds == 1 ? " rebuild" : " rebuilds");
        return number(table.getLong("discardedRows", 0L)) + by;
    }

    private static List<String> aligned(List<String[]> cells) {
        return new Columns(cells.get(0).length).align(cells);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
