package io.tickbus.record;

import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The components of a record class, and a cache of its {@link RowPlan}s. There is one shape per class. Thread-safe. */
final class RecordShape {
    /** The most cached plans. An application needs few plans, because it uses a record for few tables and queries. */
    private static final int PLANS_MAX = 64;

    private static final ClassValue<RecordShape> ALL = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    /** A component of a record. {@code accessor} has the form {@code (Object record) type}. */
    record Component(String column, Type type, MethodHandle accessor) {}

    private final Class<?> type;
    private final List<Component> components = new ArrayList<>();
    private final MethodHandle constructor;
    private final Map<List<QType>, RowPlan> plans = new ConcurrentHashMap<>();

    private RecordShape(Class<?> type) {
        this.type = type;
        RecordComponent[] declared = type.getRecordComponents();
        if (declared.length == 0) {
            throw new IllegalArgumentException(type.getName() + " has no components, which would be read from columns");
        }
        Class<?>[] types = Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Constructor<?> canonical = accessible(type.getDeclaredConstructor(types));
            constructor = lookup.unreflectConstructor(canonical);
            Set<String> columns = new HashSet<>();
            for (RecordComponent component : declared) {
                if (!columns.add(column(component))) {
                    throw new IllegalArgumentException(
                            type.getName() + " has two components for the column " + column(component));
                }
                Method method = accessible(component.getAccessor());
                MethodHandle accessor = lookup.unreflect(method);
                components.add(new Component(
                        column(component),
                        component.getGenericType(),
                        accessor.asType(accessor.type().changeParameterType(0, Object.class))));
            }
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("no canonical constructor of " + type, impossible);
        }
    }

    private static String column(RecordComponent component) {
        Column column = component.getAnnotation(Column.class);
        return column == null ? component.getName() : column.value();
    }

    private <M extends AccessibleObject> M accessible(M member) {
        if (!member.trySetAccessible()) {
            throw new IllegalArgumentException(type.getName() + " cannot be used: the module "
                    + type.getModule().getName() + " does not open the package " + type.getPackageName()
                    + "; write \"opens " + type.getPackageName() + ";\" into its module-info.java");
        }
        return member;
    }

    static RecordShape of(Class<? extends Record> type) {
        return ALL.get(type);
    }

    List<Component> components() {
        return components;
    }

    /**
     * Returns the plan for columns of the given types.
     *
     * @param columns one type per component; a conversion to the component's Java type must exist
     */
    RowPlan plan(List<QType> columns) {
        RowPlan plan = plans.get(columns);
        if (plan == null) {
            if (plans.size() >= PLANS_MAX) {
                plans.clear();
            }
            plan = make(columns);
            plans.put(List.copyOf(columns), plan);
        }
        return plan;
    }

    private RowPlan make(List<QType> columns) {
        MethodHandle row = MethodHandles.dropArguments(
                constructor.asType(constructor.type().changeReturnType(Object.class)),
                components.size(),
                RowPlan.READER.parameterList());
        List<MethodHandle> readers = new ArrayList<>();
        List<MethodHandle> writers = new ArrayList<>();
        for (int i = 0; i < components.size(); i++) {
            Component component = components.get(i);
            Conversion conversion = Conversions.of(columns.get(i), component.type());
            if (conversion == null) {
                throw new IllegalStateException("no conversion of " + columns.get(i) + " to " + component.type());
            }
            MethodHandle column =
                    MethodHandles.insertArguments(MethodHandles.arrayElementGetter(QVector[].class), 1, i);
            readers.add(MethodHandles.filterArguments(conversion.reader(), 0, column));
            writers.add(MethodHandles.filterArguments(conversion.writer(), 1, component.accessor()));
        }
        for (int i = components.size() - 1; i >= 0; i--) {
            row = withReader(row, i, readers.get(i));
        }
        return new RowPlan(
                columns,
                row,
                readers.stream().map(reader -> reader.asType(RowPlan.READER)).toList(),
                writers);
    }

    /**
     * Replaces the parameter of component {@code i} by its reader. {@code row} has one parameter for each component up
     * to {@code i}, and then {@code (columns, row, day)}.
     */
    private static MethodHandle withReader(MethodHandle row, int i, MethodHandle reader) {
        MethodHandle collected = MethodHandles.collectArguments(row, i, reader);
        MethodType merged = row.type().dropParameterTypes(i, i + 1);
        int[] order = new int[i + 2 * RowPlan.READER.parameterCount()];
        for (int at = 0; at < order.length; at++) {
            order[at] = at < i + RowPlan.READER.parameterCount() ? at : at - RowPlan.READER.parameterCount();
        }
        return MethodHandles.permuteArguments(collected, merged, order);
    }
}
