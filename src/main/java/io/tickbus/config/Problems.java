package io.tickbus.config;

import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The problems found so far while a configuration is read, and the line of each path in its file. */
final class Problems {
    private final String file;
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<Problem> found = new ArrayList<>();

    /** @param file the file's name for the problems; empty if the configuration does not come from a file */
    Problems(String file) {
        this.file = file;
    }

    void add(String path, String message) {
        addAtLine(line(path), path, message);
    }

    void addAtLine(int line, String path, String message) {
        Problem problem = new Problem(file, line, path, message);
        if (!found.contains(problem)) { // a section that is read twice has its problems twice
            found.add(problem);
        }
    }

    void setLine(String path, int line) {
        lines.put(path, line);
    }

    /**
     * Returns the line of a path. For a key that is not in the file it is the line of the nearest section around it; 0 if there
     * is none.
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

    /** Returns a path with its line in brackets, for the problem of another path. */
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
