package io.tickbus.gateway;

import io.tickbus.gateway.Namespaces.Entry;
import io.tickbus.q.Flip;
import io.tickbus.q.IntVector;
import io.tickbus.q.QType;
import io.tickbus.q.VectorBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the table that fills the tree of VS Code. {@link VsCodeRequests} uses this class. The table has one row for
 * each namespace and one row for each name. The parent of a name is its namespace.
 */
final class VsCodeTree {
    private static final short NAMESPACE = 99;

    private final VectorBuilder ids = new VectorBuilder(QType.INT, 0);
    private final VectorBuilder parents = new VectorBuilder(QType.INT, 0);
    private final List<String> names = new ArrayList<>();
    private final List<String> fullNames = new ArrayList<>();
    private final VectorBuilder types = new VectorBuilder(QType.SHORT, 0);
    private final List<String> namespaces = new ArrayList<>();
    private final List<String> contexts = new ArrayList<>();
    private final VectorBuilder areNamespaces = new VectorBuilder(QType.BOOLEAN, 0);

    private VsCodeTree() {}

    static Flip of(List<TableQueries.Listed> tables, List<Entry> tickerplant) {
        VsCodeTree tree = new VsCodeTree();
        tree.add(IntVector.NULL, ".", ".", NAMESPACE, ".", "");
        tree.add(IntVector.NULL, ".u", ".u", NAMESPACE, ".", "");
        tables.forEach(table -> tree.add(0, table.name(), table.name(), table.typeCode(), ".", ""));
        tickerplant.forEach(entry -> tree.add(1, entry.name(), ".u." + entry.name(), entry.typeCode(), ".u", ".u"));
        return tree.table();
    }

    private void add(int parent, String name, String fullName, short type, String namespace, String context) {
        ids.appendWhole(ids.size());
        if (parent == IntVector.NULL) {
            parents.appendNull();
        } else {
            parents.appendWhole(parent);
        }
        names.add(name);
        fullNames.add(fullName);
        types.appendWhole(type);
        namespaces.add(namespace);
        contexts.add(context);
        areNamespaces.appendWhole(parent == IntVector.NULL ? 1 : 0);
    }

    private Flip table() {
        return new Flip(
                List.of("id", "pid", "name", "fname", "typeNum", "namespace", "context", "isNs"),
                List.of(
                        ids.build(),
                        parents.build(),
                        TableShape.symbols(names),
                        TableShape.symbols(fullNames),
                        types.build(),
                        TableShape.symbols(namespaces),
                        TableShape.symbols(contexts),
                        areNamespaces.build()));
    }
}
