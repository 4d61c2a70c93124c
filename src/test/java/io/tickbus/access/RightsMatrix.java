package io.tickbus.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of calls and of what each user gets. A line is a call, then {@code |}, then one word for each of {@link #USERS}.
 * There are two tables of rows: the rights of {@code one} and {@code feed} are for {@code trade}, and those of
 * {@code other} for {@code secret}.
 */
public final class RightsMatrix {
    /** The users. The first one has no login. */
    public static final List<String> USERS = List.of("stranger", "other", "reader", "one", "appender", "feed", "admin");

    private static final List<String> RIGHTS =
            List.of("", "read=secret,append=secret", "read", "read=trade", "append", "append=trade", "admin");

    private final List<Line> lines = new ArrayList<>();

    /** A call, and the answers to the users in the order of {@link #USERS}. */
    public record Line(String call, List<String> cells) {}

    /** The answer to a call. */
    @FunctionalInterface
    public interface Answers {
        String of(String user, String call) throws Exception;
    }

    public RightsMatrix(String text) {
        for (String line : text.split("\n", -1)) {
            if (!line.isBlank()) {
                int bar = line.lastIndexOf('|');
                List<String> cells =
                        Arrays.asList(line.substring(bar + 1).strip().split("\\s+", -1));
                assertThat(cells).as(line).hasSameSizeAs(USERS);
                lines.add(new Line(line.substring(0, bar).strip(), cells));
            }
        }
    }

    /** Writes the file of the users, and returns the token of each of them. */
    public static Map<String, String> writeUsers(Path file) throws IOException {
        UserFile users = UserFile.readOrEmpty(file);
        Map<String, String> tokens = new HashMap<>();
        for (int i = 1; i < USERS.size(); i++) {
            UserFile.Issued issued =
                    users.withToken(USERS.get(i), LocalDate.of(2099, 1, 1), Rights.parse(RIGHTS.get(i)));
            users = issued.file();
            tokens.put(USERS.get(i), issued.token());
        }
        Files.write(file, users.bytes());
        return tokens;
    }

    public List<String> calls() {
        return lines.stream().map(Line::call).toList();
    }

    /** Makes each call as each user, and compares the answers. Shows all differences at once. */
    public void check(Answers answers) throws Exception {
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        for (Line line : lines) {
            List<String> cells = new ArrayList<>();
            for (String user : USERS) {
                cells.add(answers.of(user, line.call));
            }
            expected.add(line.call + " | " + String.join(" ", line.cells));
            actual.add(line.call + " | " + String.join(" ", cells));
        }
        assertThat(actual).containsExactlyElementsOf(expected);
    }
}
