package io.tickbus.hostile;

import io.tickbus.access.Permission;
import io.tickbus.access.Rights;
import io.tickbus.access.UserFile;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The configuration of the attacked node, and its rows.
 *
 * @param hasWeb true if the web server is attacked, false if the gateway is
 * @param connectionsMax the largest number of connections of the gateway; the web server has its default
 */
record Setup(boolean hasWeb, boolean hasUsers, boolean hasTls, int connectionsMax) {
    /** A symbol in the table secret, which {@link Door#BAD} may not read. */
    static final String SECRET = "TOPSECRET";

    /** Rows of the table trade. */
    static final int ROWS = 100_000;
    /** The password of both users. */
    static final String PASSWORD = "correct horse";

    private static final String USERS = "users";
    private static final int SYMS = 100;
    private static final int STATUS_MS = 3_600_000; // no status line during a run, because the lines of an attack are counted

    Door door(int port, Door.Tokens tokens) {
        return new Door(port, hasTls, hasUsers ? PASSWORD : "", Door.HOST, tokens);
    }

    /** Adds the users of the web server's tokens to the file of users. */
    Door.Tokens tokens(Path dir) throws IOException {
        if (!hasUsers) {
            return Door.Tokens.NONE;
        }
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        UserFile.Issued good =
                UserFile.read(dir.resolve(USERS)).withToken("good-program", today.plusDays(1), Rights.ALL);
        UserFile.Issued bad = good.file().withToken("bad-program", today.plusDays(1), readTrade());
        UserFile.Issued expired = bad.file().withToken("old-program", today.minusDays(1), Rights.ALL);
        Files.write(dir.resolve(USERS), expired.file().bytes());
        UserFile.Issued foreign = UserFile.readOrEmpty(dir.resolve("others"))
                .withToken("good-program", today.plusDays(1), Rights.ALL);
        return new Door.Tokens(good.token(), bad.token(), expired.token(), foreign.token());
    }

    private static Rights readTrade() {
        return Rights.parse("read=trade");
    }

    /**
     * Returns the configuration.
     *
     * @param dir the directory for the file of users and the key store
     */
    JsonObject config(Path dir) throws IOException, InterruptedException {
        JsonObject gateway = new JsonObject().put("port", 0).put("connectionsMax", connectionsMax);
        if (hasUsers) {
            Path users = dir.resolve(USERS);
            UserFile file = UserFile.readOrEmpty(users)
                    .with(Door.GOOD, PASSWORD, Rights.ALL)
                    .with(Door.BAD, PASSWORD, hasWeb ? readTrade() : Rights.of(Permission.READ));
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
        JsonObject config = JsonObject.of(
                "gateway", gateway,
                "tables",
                        JsonObject.of(
                                "trade", JsonObject.of("columns", columns),
                                "secret", JsonObject.of("columns", JsonObject.of("sym", "symbol"))),
                "status", JsonObject.of("everyMs", STATUS_MS));
        if (hasWeb) {
            JsonObject web = gateway.copy();
            web.remove("connectionsMax");
            config.put("web", web);
        }
        return config;
    }

    /** Fills the tables. */
    void fill(Door gateway) throws IOException {
        QConversation.append(gateway, rows());
        Flip secret = new Flip(List.of("sym"), List.of(SymbolVector.of(SECRET)));
        QConversation.append(gateway, new GeneralList(Atom.symbol(".u.upd"), Atom.symbol("secret"), secret));
    }

    private static Value rows() {
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
