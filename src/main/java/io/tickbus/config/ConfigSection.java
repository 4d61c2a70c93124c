package io.tickbus.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One section of a configuration: a map of keys and values. Each configuration record reads its values from a section.
 * A wrong value adds a problem and is replaced by the default, so that reading finds all problems. After the reading,
 * {@link Problems#throwIfAny} throws, and the record is not used. A key is known if a record reads it. {@link
 * #reportUnknownKeys} adds a problem for every other key.
 */
final class ConfigSection {
    private static final Pattern HOST_AND_PORT = Pattern.compile("(?:\\w+://)?([^:/@\\s]+|\\[[^]\\s]+]):([0-9]+)/?");
    /** Matches a name, an IPv4 address, or an IPv6 address with or without brackets. */
    private static final Pattern HOST =
            Pattern.compile("[^:/@\\[\\]\\s]+|[0-9A-Fa-f:.]+(?:%\\w+)?|\\[[0-9A-Fa-f:.]+(?:%\\w+)?]");

    private final String path;
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final Problems problems;
    private final Map<String, String> environment;

    private ConfigSection(ConfigValue at, Map<String, String> environment) {
        this.path = at.path();
        this.problems = at.problems();
        this.environment = environment;
        Map<?, ?> map = at.map();
        if (map != null) {
            map.forEach((key, value) -> values.put(String.valueOf(key), value));
        }
    }

    static ConfigSection root(Object tree, Problems problems, Map<String, String> environment) {
        return new ConfigSection(new ConfigValue("", tree, problems), environment);
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Returns the path of a key. For an empty key, returns the path of this section. */
    String path(String key) {
        return key.isEmpty() ? path : join(path, key);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /**
     * Returns the value of a key, or null if the key is absent or has no value. Marks the key as known for {@link
     * #reportUnknownKeys}.
     */
    @Nullable
    ConfigValue value(String key) {
        known.add(key);
        Object raw = values.get(key);
        if (raw == null && has(key)) {
            problem(key, "has no value; give one or leave the key out");
        }
        return raw == null ? null : new ConfigValue(path(key), raw, problems);
    }

    @Nullable
    String text(String key) {
        ConfigValue value = value(key);
        return value == null ? null : value.text();
    }

    String text(String key, String absent) {
        String text = text(key);
        return text == null ? absent : text;
    }

    /** Returns a host's name or address, without a port. */
    String host(String key, String absent) {
        String host = text(key, absent);
        checkHost(host, path(key), "host: %s and port: %s");
        return host;
    }

    /** Returns a list of names or addresses of hosts, without ports. The list is empty if the key is absent. */
    List<String> hosts(String key) {
        List<String> hosts = texts(key);
        hosts.forEach(host -> checkHost(host, path(key), "%s alone"));
        return hosts;
    }

    /** @param parts the format of the advice to the user, with the host and the port as arguments */
    private void checkHost(String host, String at, String parts) {
        Matcher withPort = HOST_AND_PORT.matcher(host);
        if (withPort.matches()) {
            String wanted = String.format(Locale.ROOT, parts, withPort.group(1), withPort.group(2));
            problems.add(at, "\"" + host + "\" is a host and a port; write " + wanted);
        } else if (!HOST.matcher(host).matches()) {
            problems.add(
                    at,
                    "\"" + host + "\" is no host; the name or the address of one expected, without anything around it");
        }
    }

    String requiredText(String key) {
        if (!has(key)) {
            problem(key, "required");
        }
        return text(key, "");
    }

    /**
     * Returns a file's name, or null if the key is absent. The name is absolute, or relative to the program's working
     * directory.
     */
    @Nullable
    Path file(String key) {
        String text = text(key);
        try {
            return text == null ? null : Path.of(text);
        } catch (InvalidPathException e) {
            problem(key, "not a file name: " + e.getMessage());
            return null;
        }
    }

    /**
     * Returns a directory's name, or null if the key is absent. Adds a problem if the nearest existing path above the
     * directory is a file.
     */
    @Nullable
    Path directory(String key) {
        Path directory = file(key);
        Path existing = directory;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        require(existing == null || Files.isDirectory(existing), key, existing + " is a file; a directory expected");
        return directory;
    }

    int integer(String key, int absent, int min, int max) {
        return Math.toIntExact(longInteger(key, absent, min, max));
    }

    long longInteger(String key, long absent, long min, long max) {
        ConfigValue value = value(key);
        Long number = value == null ? null : value.integer(min, max);
        return number == null ? absent : number;
    }

    boolean flag(String key, boolean absent) {
        ConfigValue value = value(key);
        Boolean flag = value == null ? null : value.flag();
        return flag == null ? absent : flag;
    }

    /** Returns a constant of an enum. The configuration has the constant's name in camel case. */
    <E extends Enum<E>> E choice(String key, E absent) {
        String text = text(key);
        if (text == null) {
            return absent;
        }
        Map<String, E> byName = new LinkedHashMap<>();
        for (E constant : absent.getDeclaringClass().getEnumConstants()) {
            byName.put(camelCase(constant.name()), constant);
        }
        E chosen = byName.get(text);
        require(chosen != null, key, "expected " + String.join(" or ", byName.keySet()) + ", found \"" + text + "\"");
        return chosen == null ? absent : chosen;
    }

    private static String camelCase(String constant) {
        StringBuilder name = new StringBuilder();
        for (String word : constant.toLowerCase(Locale.ROOT).split("_", -1)) {
            boolean first = name.isEmpty();
            name.append(first ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }

    /** Returns a list of distinct texts. The list is empty if the key is absent. */
    List<String> texts(String key) {
        Set<String> texts = new LinkedHashSet<>();
        for (ConfigValue item : list(key)) {
            String text = item.text();
            if (text != null && !texts.add(text)) {
                item.problem("\"" + text + "\" is listed twice");
            }
        }
        return List.copyOf(texts);
    }

    /** Returns a list of maps. The list is empty if the key is absent. */
    List<ConfigSection> sections(String key) {
        List<ConfigSection> sections = new ArrayList<>();
        for (ConfigValue item : list(key)) {
            sections.add(new ConfigSection(item, environment));
        }
        return sections;
    }

    /** Returns a map. The map is empty if the key is absent. */
    ConfigSection section(String key) {
        ConfigValue value = value(key);
        return new ConfigSection(value == null ? new ConfigValue(path(key), Map.of(), problems) : value, environment);
    }

    /**
     * Returns the keys of this section, which are names that the user chooses. A blank name adds a problem and is left
     * out.
     */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(values.keySet());
        if (names.removeIf(String::isBlank)) {
            problems.add(path, "a name is empty");
        }
        return names;
    }

    /** Returns the secret to which the key's value refers, or null if the key is absent. */
    @Nullable
    Secret secret(String key) {
        ConfigValue value = value(key);
        if (value == null) {
            return null;
        }
        if (!(value.raw() instanceof Map)) {
            value.problem("a secret is not written in the file; use {env: NAME} or {file: PATH}");
            return null;
        }
        return Secret.from(new ConfigSection(value, environment), environment);
    }

    /** Adds a problem if a condition is false and the key has no problem yet. */
    void require(boolean holds, String key, String message) {
        if (!holds && !problems.existAt(path(key))) {
            problem(key, message);
        }
    }

    void problem(String key, String message) {
        problems.add(path(key), message);
    }

    /** Adds a problem for each key that was not read. A record calls this method after it has read all its keys. */
    void reportUnknownKeys() {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                problem(key, "unknown key; " + NearestWord.suggestion(key, known));
            }
        }
    }

    private List<ConfigValue> list(String key) {
        ConfigValue value = value(key);
        List<ConfigValue> items = value == null ? null : value.list();
        return items == null ? List.of() : items;
    }
}
