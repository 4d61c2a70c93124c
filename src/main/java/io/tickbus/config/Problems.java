package io.tickbus.config;

import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was found wrong while one configuration was read, and the lines of its file that the paths stand on. */
final class Problems {
    private final String file;
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<Problem> found = new ArrayList<>();

    /** Reports this name of the file; empty when the configuration does not come from one. */
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

    void standsOnLine(String path, int line) {
        lines.put(path, line);
    }

    /** The line of this path or, for a key that is not in the file, of the nearest section around it; 0 for none. */
    int line(String path) {
        for (String at = path; !at.isEmpty(); at = parent(at)) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
        }
        return 0;
    }

    /** Returns the path and, in brackets, its line: to be named in the problem of another path. */
    String place(String path) {
        int line = line(path);
        return line == 0 ? path : path + " (line " + line + ")";
    }

    boolean areAt(String path) {
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

    /** All of them, in the order of the file. */
    ConfigException exception() {
        return new ConfigException(
                found.stream().sorted(comparingInt(Problem::line)).toList());
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
}
