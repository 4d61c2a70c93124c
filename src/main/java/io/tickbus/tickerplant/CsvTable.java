package io.tickbus.tickerplant;

import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.SymFilter;
import io.tickbus.q.VectorBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file as a table. {@link TickerplantVerticle} uses it on a worker thread. The first line names the
 * columns. The columns of {@code trade} and {@code quote} have the types in {@link StandardTables}. A column {@code
 * sym} always has symbols. The type of any other column depends on all of its cells, see {@link CsvCell#INFERRED}. A
 * file with one bad cell is refused.
 *
 * <p>Source: RFC 4180, in UTF-8.
 */
final class CsvTable {
    /** Limit of a file's size in bytes. The whole file is read into memory. */
    static final long FILE_BYTES_MAX = 256L << 20;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();
    private static final int CELL_SHOWN_MAX = 40;
    private static final Schema SYM = new Schema(List.of(SymFilter.COLUMN), List.of(QType.SYMBOL), 0);

    private final Path file;
    private final Schema known;

    private CsvTable(Path file, Schema known) {
        this.file = file;
        this.known = known;
    }

    /**
     * Reads a file.
     *
     * @param table the name of the table
     * @throws IOException if the file cannot be read. The message names the file. For a bad cell, the message also has
     *     the line, the column and the cell.
     */
    static Flip read(Path file, String table) throws IOException {
        return new CsvTable(file, StandardTables.standard().getOrDefault(table, SYM)).read();
    }

    private Flip read() throws IOException {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new CsvException(file, 1, "more than " + FILE_BYTES_MAX + " bytes");
            }
            Schema schema = schema();
            List<VectorBuilder> builders = schema.builders(0);
            try (CSVParser parser = open()) {
                header(parser);
                for (CSVRecord row : parser) {
                    append(schema, row, parser.getCurrentLineNumber(), builders);
                }
            }
            return schema.flip(builders);
        } catch (CsvException explained) {
            throw explained;
        } catch (IOException failure) {
            throw explained(failure);
        } catch (UncheckedIOException failure) {
            throw explained(failure.getCause()); // The parser's iterator wraps its IOException.
        }
    }

    private IOException explained(@Nullable IOException failure) {
        String reason = failure instanceof NoSuchFileException
                ? "no such file"
                : failure instanceof CharacterCodingException ? "not UTF-8 text" : String.valueOf(failure);
        return new IOException(file + ": " + reason, failure);
    }

    private CSVParser open() throws IOException {
        return CSVParser.parse(Files.newBufferedReader(file), FORMAT);
    }

    private List<String> header(CSVParser parser) throws IOException {
        var rows = parser.iterator();
        if (!rows.hasNext()) {
            throw new CsvException(file, 1, "no header");
        }
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String cell : rows.next()) {
            String name = (names.isEmpty() ? cell.replace("\uFEFF", "") : cell).strip();
            if (!NAME.matcher(name).matches()) {
                throw new CsvException(file, 1, "\"" + shown(name) + "\" cannot be a column's name");
            }
            if (!seen.add(name)) {
                throw new CsvException(file, 1, "two columns are called " + name);
            }
            names.add(name);
        }
        if (names.size() > Schema.COLUMNS_MAX) {
            throw new CsvException(file, 1, names.size() + " columns, the limit is " + Schema.COLUMNS_MAX);
        }
        return names;
    }

    private Schema schema() throws IOException {
        try (CSVParser parser = open()) {
            List<String> names = header(parser);
            List<List<QType>> candidates = new ArrayList<>();
            for (String name : names) {
                int column = known.columns().indexOf(name);
                candidates.add(
                        new ArrayList<>(column >= 0 ? List.of(known.types().get(column)) : CsvCell.INFERRED));
            }
            boolean[] isFilled = new boolean[names.size()];
            for (CSVRecord row : parser) {
                for (int i = 0; i < Math.min(names.size(), row.size()); i++) {
                    String cell = row.get(i).strip();
                    isFilled[i] |= !cell.isEmpty();
                    if (candidates.get(i).size() > 1) {
                        candidates.get(i).removeIf(type -> !CsvCell.fits(type, cell));
                    }
                }
            }
            return schema(names, candidates, isFilled);
        }
    }

    private static Schema schema(List<String> names, List<List<QType>> candidates, boolean[] isFilled) {
        List<QType> types = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            List<QType> left = candidates.get(i);
            types.add(isFilled[i] || left.size() == 1 ? left.get(0) : QType.SYMBOL);
        }
        return new Schema(names, types, 0);
    }

    private void append(Schema schema, CSVRecord row, long line, List<VectorBuilder> builders) throws CsvException {
        if (row.size() != schema.width()) {
            throw new CsvException(file, line, row.size() + " cells, " + schema.width() + " columns");
        }
        for (int i = 0; i < schema.width(); i++) {
            String cell = row.get(i).strip();
            if (!CsvCell.append(builders.get(i), cell)) {
                throw new CsvException(
                        file,
                        line,
                        "column " + schema.columns().get(i) + ": \"" + shown(cell) + "\" is not a "
                                + schema.types().get(i));
            }
        }
    }

    private static String shown(String cell) {
        return cell.length() <= CELL_SHOWN_MAX ? cell : cell.substring(0, CELL_SHOWN_MAX) + "..";
    }
}
