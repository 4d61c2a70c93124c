package io.tickbus.hostile;

import io.tickbus.access.Rights;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.access.Permission;
import io.tickbus.access.UserFile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What the gateway is given: its configuration, and rows.
 *
 * @param connectionsMax that it takes
 */
record Setup(boolean hasUsers, boolean hasTls, int connectionsMax) {
    /** Rows of the table trade. */
    static final int ROWS = 100_000;
    /** Of both users. */
    static final String PASSWORD = "correct horse";

    private static final int SYMS = 100;
    private static final int STATUS_MS = 3_600_000; // its lines are not to be counted

    Door door(int port) {
        return new Door(port, hasTls, hasUsers ? PASSWORD : "");
    }

    /**
     * The configuration.
     *
     * @param dir for users and keys
     */
    JsonObject config(Path dir) throws IOException, InterruptedException {
        JsonObject gateway = new JsonObject().put("port", 0).put("connectionsMax", connectionsMax);
        if (hasUsers) {
            Path users = dir.resolve("users");
            UserFile file = UserFile.readOrEmpty(users)
                    .with(Door.GOOD, PASSWORD, Rights.ALL)
                    .with(Door.BAD, PASSWORD, Rights.of(Permission.READ));
            Files.write(users, file.bytes());
            gateway.put("users", users.toString());
        }
        if (hasTls) {
            Path password = Files.writeString(dir.resolve("password"), Keys.PASSWORD);
            gateway.put(
                    "tls",
                    JsonObject.of(
                            "keyStore", Keys.make(dir).toString(),
                            "password", JsonObject.of("file", password.toString())));
        }
        JsonObject columns = JsonObject.of("time", "timespan", "sym", "symbol", "price", "float", "size", "long");
        return JsonObject.of(
                "gateway", gateway,
                "tables", JsonObject.of("trade", JsonObject.of("columns", columns)),
                "status", JsonObject.of("everyMs", STATUS_MS));
    }

    /** All the rows, to be sent in one call. */
    static Value rows() {
        String[] syms = IntStream.range(0, ROWS).mapToObj(i -> "S" + i % SYMS).toArray(String[]::new);
        Flip rows = new Flip(
                List.of("time", "sym", "price", "size"),
                List.of(
                        new LongVector(QType.TIMESPAN, LongStream.range(0, ROWS).toArray()),
                        SymbolVector.of(syms),
                        new FloatVector(
                                QType.FLOAT,
                                LongStream.range(0, ROWS).asDoubleStream().toArray()),
                        new LongVector(QType.LONG, LongStream.range(0, ROWS).toArray())));
        return new GeneralList(Atom.symbol(".u.upd"), Atom.symbol("trade"), rows);
    }
}
