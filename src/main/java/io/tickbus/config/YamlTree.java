package io.tickbus.config;

import java.io.StringReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Converts YAML text to maps, lists, texts, whole numbers, doubles and booleans. It also records the line of each path.
 *
 * <p>Fewer words have a special meaning than in YAML 1.1. Only {@code true} and {@code false} are booleans, and only
 * decimal digits are numbers. The symbols NO and ON therefore stay texts, and port 05010 is not an octal number.
 */
final class YamlTree {
    private final Problems problems;

    private YamlTree(Problems problems) {
        this.problems = problems;
    }

    /**
     * Returns the tree, or null if the text is empty or is not YAML. A text that is not YAML adds a problem, and an
     * empty text does not.
     */
    static @Nullable Object read(String text, Problems problems) {
        var options = new LoaderOptions();
        // Aliases of maps or lists are forbidden, because a few lines could expand to gigabytes, or refer to
        // themselves.
        options.setMaxAliasesForCollections(0);
        try {
            Node root = new Yaml(options).compose(new StringReader(text));
            return root == null ? null : new YamlTree(problems).value("", root);
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            String column = mark == null ? "" : " (column " + (mark.getColumn() + 1) + ")";
            problems.addAtLine(mark == null ? 0 : mark.getLine() + 1, "", "not YAML: " + e.getProblem() + column);
        } catch (ReaderException e) {
            String before = text.substring(0, Math.max(0, text.indexOf(e.getCodePoint())));
            int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            problems.addAtLine(
                    line, "", String.format("not YAML: it may not hold the character U+%04X", e.getCodePoint()));
        } catch (YAMLException e) {
            problems.addAtLine(0, "", "not YAML: " + e.getMessage());
        }
        return null;
    }

    private @Nullable Object value(String path, Node node) {
        if (node instanceof MappingNode mapping) {
            return map(path, mapping);
        }
        if (node instanceof SequenceNode sequence) {
            List<@Nullable Object> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                String at = path + "[" + items.size() + "]";
                problems.setLine(at, line(item));
                items.add(value(at, item));
            }
            return items;
        }
        return scalar((ScalarNode) node);
    }

    private Map<String, @Nullable Object> map(String path, MappingNode mapping) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            int line = line(entry.getKeyNode());
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                problems.addAtLine(line, path, "a key must be text");
                continue;
            }
            String at = ConfigSection.join(path, key.getValue());
            if (values.containsKey(key.getValue())) {
                problems.addAtLine(line, at, "duplicate key; it is on line " + problems.line(at) + " already");
                continue;
            }
            problems.setLine(at, line);
            values.put(key.getValue(), value(at, entry.getValueNode()));
        }
        return values;
    }

    private static @Nullable Object scalar(ScalarNode node) {
        String text = node.getValue();
        if (node.getTag().equals(Tag.NULL)) {
            return null;
        }
        if (node.getTag().equals(Tag.BOOL) && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
            return Boolean.valueOf(text);
        }
        if (node.getTag().equals(Tag.INT) && text.matches("[-+]?(0|[1-9][0-9_]*)")) {
            return new BigInteger(text.replace("_", ""));
        }
        if (node.getTag().equals(Tag.FLOAT) && text.matches("[-+0-9.eE]+")) {
            return Double.valueOf(text);
        }
        return text;
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
