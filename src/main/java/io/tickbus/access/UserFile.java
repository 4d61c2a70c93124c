package io.tickbus.access;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file with one user on each line: {@code name:hash:rights}. An example is {@code joe:$2a$10$...:read,append=order}.
 * The hash is the bcrypt hash of a password, or the {@link TokenHash} of a token. The rights are those of {@link
 * Rights#parse(String)}. Empty lines and lines that begin with {@code #} are ignored. Servers read the file, see {@link
 * Users#ofFile}. The commands {@code password} and {@code token} edit the file. Immutable.
 */
public final class UserFile {
    /** Limit of the file's size, in bytes. */
    static final int BYTES_MAX = 16 * 1024 * 1024;

    private final List<String> lines;
    private final Map<String, Account> accounts;
    private final Map<String, String> namesByTokenDigest = new HashMap<>();
    private final int costMax;

    /** @param token the parsed hash of a token; null if the hash belongs to a password */
    record Account(String hash, @Nullable TokenHash token, Rights rights) {}

    /**
     * A file with a new token.
     *
     * @param file the file with the token's hash
     * @param token the token; no file contains it
     */
    public record Issued(UserFile file, String token) {}

    private UserFile(List<String> lines, Map<String, Account> accounts) {
        this.lines = lines;
        this.accounts = accounts;
        accounts.forEach((name, account) -> {
            if (account.token() != null) {
                namesByTokenDigest.put(account.token().digest(), name);
            }
        });
        this.costMax = accounts.values().stream()
                .filter(account -> account.token() == null)
                .mapToInt(account -> PasswordHash.cost(account.hash()))
                .max()
                .orElse(PasswordHash.COST);
    }

    /**
     * Reads a file. Blocks the calling thread.
     *
     * @throws IOException if the file cannot be read or has wrong lines. The message lists all wrong lines as {@code
     *     file:line: reason}.
     */
    public static UserFile read(Path path) throws IOException {
        return parse(lines(path), path);
    }

    /** Like {@link #read}, but a missing file counts as a file without users. */
    public static UserFile readOrEmpty(Path path) throws IOException {
        return Files.exists(path) ? read(path) : new UserFile(List.of(), Map.of());
    }

    private static List<String> lines(Path path) throws IOException {
        try {
            if (Files.size(path) > BYTES_MAX) {
                throw new IOException(path + ": is longer than the " + BYTES_MAX + " bytes that are read");
            }
            return Files.readAllLines(path);
        } catch (NoSuchFileException e) {
            throw new IOException(path + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException(path + ": may not be read by this user", e);
        } catch (CharacterCodingException e) {
            throw new IOException(path + ": is not UTF-8 text", e);
        }
    }

    private static UserFile parse(List<String> lines, Path path) throws IOException {
        Map<String, Account> accounts = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            try {
                String[] fields = line.split(":", -1);
                if (fields.length != 3) {
                    throw new IllegalArgumentException(fields.length + " fields, expected name:hash:rights");
                }
                if (accounts.putIfAbsent(checkedName(fields[0]), account(fields)) != null) {
                    throw new IllegalArgumentException("the user " + fields[0] + " for the second time");
                }
            } catch (IllegalArgumentException wrong) {
                problems.add(path + ":" + (i + 1) + ": " + wrong.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new IOException(String.join("\n", problems));
        }
        return new UserFile(List.copyOf(lines), accounts);
    }

    private static Account account(String[] fields) {
        TokenHash token = TokenHash.isOne(fields[1]) ? TokenHash.parse(fields[1]) : null;
        if (token == null) {
            PasswordHash.cost(fields[1]);
        }
        return new Account(fields[1], token, Rights.parse(fields[2]));
    }

    private static String checkedName(String name) {
        boolean fit = !name.isBlank() && name.equals(name.strip()) && !name.startsWith("#");
        if (!fit || name.indexOf(':') >= 0 || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("\"" + PrintableText.of(name) + "\" is no name for a user");
        }
        return name;
    }

    /**
     * Returns a copy of the file in which a user has a new password and new rights. All other lines stay unchanged.
     * Hashing the password takes about 0.1 s.
     *
     * @throws IllegalArgumentException with the reason, if the name or the password is not allowed
     */
    public UserFile with(String name, String password, Rights rights) {
        checkedName(name);
        return withHash(name, PasswordHash.of(password), rights);
    }

    /**
     * Returns a copy of the file in which a user has a new token and new rights. The user's former password or token is
     * no longer accepted.
     *
     * @param lastDay the last day, in UTC, on which the token is accepted
     * @throws IllegalArgumentException with the reason, if the name is not allowed
     */
    public Issued withToken(String name, LocalDate lastDay, Rights rights) {
        String token = TokenHash.newToken();
        TokenHash hash = new TokenHash(lastDay, TokenHash.digest(token));
        return new Issued(withHash(checkedName(name), hash.text(), rights), token);
    }

    private UserFile withHash(String name, String hash, Rights rights) {
        String line = name + ":" + hash + ":" + rights.text();
        Map<String, Account> all = new LinkedHashMap<>(accounts);
        all.put(name, account(line.split(":", -1)));
        List<String> result = new ArrayList<>(lines);
        if (accounts.containsKey(name)) {
            result.replaceAll(old -> old.startsWith(name + ":") ? line : old);
        } else {
            result.add(line);
        }
        return new UserFile(List.copyOf(result), all);
    }

    /**
     * Returns the contents to write to the file. The file should be readable only for the user that runs the server.
     */
    public byte[] bytes() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append(System.lineSeparator()));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns a user's rights, or null if no user has this name. */
    public @Nullable Rights rights(String name) {
        Account account = accounts.get(name);
        return account == null ? null : account.rights();
    }

    /** Returns the number of users. */
    public int size() {
        return accounts.size();
    }

    @Nullable
    Account account(String name) {
        return accounts.get(name);
    }

    /** Returns the name of the user with a token, or null if no user has it. */
    @Nullable
    String nameOfToken(String token) {
        return namesByTokenDigest.get(TokenHash.digest(token));
    }

    /** Returns the highest cost of the file's hashes. If the file has no hashes, returns the cost of a new hash. */
    int costMax() {
        return costMax;
    }
}
