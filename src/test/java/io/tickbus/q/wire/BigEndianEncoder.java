package io.tickbus.q.wire;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.GuidVector;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFunction;
import io.tickbus.q.QVector;
import io.tickbus.q.RealVector;
import io.tickbus.q.ShortVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes messages as a big-endian q does, one item after the other; written apart from the program's own encoder. */
final class BigEndianEncoder {
    private final DataOutputStream out;

    private BigEndianEncoder(DataOutputStream out) {
        this.out = out;
    }

    static byte[] message(Value value) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            new BigEndianEncoder(new DataOutputStream(body)).value(value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        int length = Header.BYTES + body.size();
        return ByteBuffer.allocate(length)
                .putInt(0)
                .putInt(length)
                .put(body.toByteArray())
                .array();
    }

    private void value(Value value) throws IOException {
        if (value instanceof Atom atom) {
            out.writeByte(-atom.type().code());
            item(atom.item(), 0);
        } else if (value instanceof QVector vector) {
            out.writeByte(vector.type().code());
            out.writeByte(vector.attribute());
            out.writeInt(vector.size());
            for (int i = 0; i < vector.size(); i++) {
                item(vector, i);
            }
        } else if (value instanceof Flip flip) {
            out.writeByte(98);
            out.writeByte(flip.attribute());
            value(new QDictionary(
                    SymbolVector.of(flip.names().toArray(String[]::new)),
                    new GeneralList(flip.columns().toArray(Value[]::new))));
        } else if (value instanceof QDictionary dictionary) {
            out.writeByte(dictionary.sorted() ? 127 : 99);
            value(dictionary.keys());
            value(dictionary.values());
        } else if (value instanceof ErrorValue error) {
            out.writeByte(-128);
            text(error.text());
        } else if (value instanceof QFunction function) {
            out.writeByte(function.code());
            out.writeByte(function.opcode());
        }
    }

    private void item(QVector vector, int index) throws IOException {
        if (vector instanceof ByteVector bytes) {
            out.writeByte(bytes.at(index));
        } else if (vector instanceof ShortVector shorts) {
            out.writeShort(shorts.at(index));
        } else if (vector instanceof IntVector ints) {
            out.writeInt(ints.at(index));
        } else if (vector instanceof LongVector longs) {
            out.writeLong(longs.at(index));
        } else if (vector instanceof RealVector reals) {
            out.writeFloat(reals.at(index));
        } else if (vector instanceof FloatVector floats) {
            out.writeDouble(floats.at(index));
        } else if (vector instanceof GuidVector guids) {
            out.writeLong(guids.at(index).getMostSignificantBits());
            out.writeLong(guids.at(index).getLeastSignificantBits());
        } else if (vector instanceof SymbolVector symbols) {
            text(symbols.textAt(index));
        } else {
            value(vector.valueAt(index));
        }
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.writeByte(0);
    }
}
