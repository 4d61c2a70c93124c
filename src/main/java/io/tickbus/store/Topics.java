package io.tickbus.store;

import io.tickbus.config.StoreConfig;
import io.tickbus.config.TableConfig;
import io.tickbus.event.Failure;
import io.tickbus.event.MemoryStatus;
import io.tickbus.q.Schema;
import io.tickbus.table.Table;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All tables of the owner. Configured ones are there from the start, others come with a subscriber. */
final class Topics {
    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

    private final StoreConfig config;
    private final long epoch;
    private final StoreHost host;
    private final Archive archive;
    private final MemoryBudget budget;
    private final Map<String, Topic> topics = new LinkedHashMap<>();
    private boolean closed;

    /**
     * @param epoch of this owner
     * @throws IllegalArgumentException when a table is to be archived and there is no directory for it
     */
    Topics(StoreConfig config, long epoch, StoreHost host) {
        config.tables().forEach((name, table) -> {
            if (table.endOfDay() == TableConfig.EndOfDay.ARCHIVE && config.archiveDir() == null) {
                throw new IllegalArgumentException(
                        "table " + name + " is to be archived, and store.archiveDir is not set");
            }
        });
        this.config = config;
        this.epoch = epoch;
        this.host = host;
        this.archive = new Archive(config.archiveDir(), host);
        this.budget = new MemoryBudget(config, archive, host);
    }

    /** Makes the tables whose columns the configuration gives; the others wait for a subscriber to bring theirs. */
    List<Topic> addConfigured() {
        List<Topic> added = new ArrayList<>();
        config.tables().forEach((name, table) -> {
            if (!table.columns().isEmpty()) {
                List<String> columns = List.copyOf(table.columns().keySet());
                added.add(add(
                        name, new Schema(columns, List.copyOf(table.columns().values()), 0)));
            }
        });
        return added;
    }

    /** The topic of a name, or null when there is none. */
    @Nullable
    Topic find(String name) {
        return topics.get(name);
    }

    /**
     * Makes a table.
     *
     * @throws io.vertx.core.eventbus.ReplyException {@link Failure#LIMIT} when there is no room for another
     */
    Topic add(String name, Schema schema) {
        if (closed) { // nobody would close what it opens
            throw Failure.NOT_OWNER.because("the owner stops; there is no room for a new table");
        }
        if (topics.size() == config.tablesMax()) {
            throw Failure.LIMIT.because(config.tablesMax() + " tables are the most; no room for " + name);
        }
        TableConfig settings = config.tables().getOrDefault(name, TableConfig.DEFAULT);
        Schema keyed = KeyColumns.inFront(name, schema, settings.keys());
        Long retention = settings.retentionRowsMax();
        Table table = new Table(keyed, settings.segmentRows(), retention == null ? Long.MAX_VALUE : retention);
        Topic topic = new Topic(name, table, config, epoch, archive, budget, host);
        topics.put(name, topic);
        LOG.atInfo().addKeyValue("table", name).addKeyValue("schema", keyed).log("made a table");
        return topic;
    }

    /** All of them; changes when one is added. */
    Collection<Topic> all() {
        return Collections.unmodifiableCollection(topics.values());
    }

    /** The memory that the tables take. */
    MemoryStatus memory() {
        return budget.status();
    }

    JsonArray describe() {
        JsonArray tables = new JsonArray();
        topics.values().forEach(topic -> tables.add(topic.describe()));
        return tables;
    }

    /** Completes when days that have ended are written, or cannot be within {@link Archive#STOP_MS_MAX}. */
    Future<Void> close() {
        closed = true;
        List<Future<Void>> ends = new ArrayList<>();
        topics.values().forEach(topic -> ends.add(topic.close()));
        ends.add(archive.close());
        return Future.join(ends).mapEmpty();
    }

    /**
     * To be called when this is no longer the owner: journals are let go, and nothing more is acknowledged by them. Days that have
     * ended here are in no other memory, so they are still written, without anybody waiting for it.
     */
    Future<Void> abandon() {
        closed = true;
        archive.close();
        return Future.join(topics.values().stream().map(Topic::abandon).toList())
                .mapEmpty();
    }
}
