package io.tickbus.record;

import io.tickbus.q.Atom;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Converts atoms in columns of general type. The columns of a tickerplant have this type if its schema gives no types.
 * The type of each atom decides how the atom is read. An empty list counts as null. When an atom is written,
 * {@link WrittenType} gives its type.
 */
final class AtomItems implements ItemConversion {
    private final Class<?> javaType;
    private final QType written;
    private final Conversion writtenConversion;
    private final Value absent;

    private AtomItems(Class<?> javaType, QType written, Conversion writtenConversion) {
        this.javaType = javaType;
        this.written = written;
        this.writtenConversion = writtenConversion;
        VectorBuilder nothing = new VectorBuilder(written, 1);
        nothing.appendNull();
        this.absent = new Atom(nothing.build());
    }

    /** Returns the conversion, or null if no q atom can hold the Java type. */
    static @Nullable Conversion conversion(Class<?> javaType) {
        QType written = WrittenType.of(javaType);
        Conversion writtenConversion =
                written == null || written == QType.LIST ? null : Conversions.of(written, javaType);
        if (written == null || writtenConversion == null) {
            return null;
        }
        return new AtomItems(javaType, written, writtenConversion).asConversion(javaType);
    }

    @Override
    public @Nullable Object read(QVector column, int row, @Nullable TradingDay day) throws Throwable {
        boolean isMissing = column.isNull(row);
        if (isMissing && !javaType.isPrimitive()) {
            return null;
        }
        if (isMissing && (javaType == boolean.class || javaType == byte.class)) {
            throw new CellException("a null has no primitive; declare " + JavaTypes.name(JavaTypes.box(javaType)));
        }
        Value item = isMissing ? absent : column.valueAt(row);
        if (!(item instanceof Atom atom)) {
            throw new CellException(Conversion.shown(column, row) + " is not an atom; declare List or Value");
        }
        Conversion conversion = Conversions.of(atom.type(), javaType);
        if (conversion == null) {
            throw new CellException(
                    Conversion.shown(column, row) + ", " + JavaTypes.withArticle(atom.type()) + ", cannot be read as "
                            + JavaTypes.name(javaType) + "; declare " + JavaTypes.fitting(atom.type()));
        }
        if (conversion.needsDay() && day == null) {
            throw new CellException(Conversion.shown(column, row) + " has no date; " + JavaTypes.DAY_NEEDED);
        }
        return conversion.reader().asType(Conversion.OBJECT_READER).invokeExact(atom.item(), 0, day);
    }

    @Override
    public void write(VectorBuilder column, @Nullable Object value, @Nullable TradingDay day) throws Throwable {
        VectorBuilder item = new VectorBuilder(written, 1);
        writtenConversion.writer().asType(Conversion.OBJECT_WRITER).invokeExact(item, value, day);
        column.append((Value) new Atom(item.build()));
    }
}
