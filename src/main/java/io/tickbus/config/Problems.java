package io.tickbus.config;

import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects problems while a configuration is read. Also records the line of each path in the file. */
final class Problems {
    private final String file;
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<Problem> found = new ArrayList<>();

    /** @param file the file's name for the problems, or an empty text if the configuration is not from a file */
    Problems(String file) {
        this.file = file;
    }

    void add(String path, String message) {
        addAtLine(line(path), path, message);
    }

    void addAtLine(int line, String path, String message) {
        Problem problem = new Problem(file, line, path, message);
        if (!found.contains(problem)) { // A section can be read twice.
            found.add(problem);
        }
    }

    void setLine(String path, int line) {
        lines.put(path, line);
    }

    /**
     * Returns the line of a path. For a key that is missing in the file, returns the line of the innermost section
     * around the key. Returns 0 if no line is known.
     */
    int line(String path) {
        for (String at = path; !at.isEmpty(); at = parent(at)) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
        }
        return 0;
    }

    /** Returns a path with its line in brackets. Used in a problem that refers to another path. */
    String withLine(String path) {
        int line = line(path);
        return line == 0 ? path : path + " (line " + line + ")";
    }

    boolean existAt(String path) {
        return found.stream().anyMatch(problem -> problem.path().equals(path));
    }

    boolean none() {
        return found.isEmpty();
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw exception();
        }
    }

    /** Returns an exception with all problems in the order of the file. */
    ConfigException exception() {
        return new ConfigException(
                found.stream().sorted(comparingInt(Problem::line)).toList());
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
}
