package io.tickbus.store;

import io.tickbus.log.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journals of an ended day, until their rows are in an archive. {@link DayFile} writes the archive and then deletes
 * the journals. A journal has a name such as {@code trade~1}. Before the archive {@code trade2026.11.23} is complete,
 * the journal is renamed to {@code trade~1~trade2026.11.23}. After a crash, the next owner looks for the archive of
 * this name. If the archive does not exist, the rows are restored to the table. The owner's thread creates an instance,
 * and a worker thread uses it.
 */
final class EndedJournal {
    static final EndedJournal NONE = new EndedJournal(List.of(), Disk.LOCAL);

    private static final Logger LOG = LoggerFactory.getLogger(EndedJournal.class);
    private static final char SEPARATOR = '~'; // This character never occurs in a journal's original name.

    private final Disk disk;
    private volatile List<Path> files;

    EndedJournal(List<Path> files, Disk disk) {
        this.files = List.copyOf(files);
        this.disk = disk;
    }

    /** Returns the next free name for an ended journal of a table. */
    static Path nextPath(Path journal) throws IOException {
        NavigableMap<Long, Path> found = list(journal);
        return journal.resolveSibling(
                journal.getFileName() + "" + SEPARATOR + (found.isEmpty() ? 1 : found.lastKey() + 1));
    }

    /**
     * Returns the ended journals that a crash has left, oldest first. Deletes the journals whose rows are archived.
     *
     * @param archiveDir the directory of the archives; null if days are not archived
     */
    static List<Path> recover(Path journal, @Nullable Path archiveDir, Disk disk) throws IOException {
        List<Path> left = new ArrayList<>();
        for (Path file : list(journal).values()) {
            Matcher name = name(journal, file);
            String archive = name.matches() ? name.group(2) : null;
            if (archive != null && archiveDir != null && Files.exists(archiveDir.resolve(archive))) {
                LOG.atInfo()
                        .addKeyValue("file", file)
                        .addKeyValue("archive", archive)
                        .log("journal is in an archive: deleted");
                disk.forceNames(archiveDir); // The archive's name may not be on the disk yet.
                Files.delete(file);
            } else if (archive != null) {
                disk.rename(file, plain(file));
                left.add(plain(file));
            } else {
                left.add(file);
            }
        }
        return left;
    }

    private static NavigableMap<Long, Path> list(Path journal) throws IOException {
        NavigableMap<Long, Path> found = new TreeMap<>();
        try (Stream<Path> all = Files.list(journal.getParent())) {
            all.forEach(file -> {
                Matcher name = name(journal, file);
                if (name.matches()) {
                    found.put(Long.parseLong(name.group(1)), file);
                }
            });
        }
        return found;
    }

    private static Matcher name(Path journal, Path file) {
        String regex = Pattern.quote(String.valueOf(journal.getFileName())) + SEPARATOR + "(\\d{1,18})(?:" + SEPARATOR
                + "(.+))?";
        return Pattern.compile(regex).matcher(String.valueOf(file.getFileName()));
    }

    private static Path plain(Path file) {
        String name = String.valueOf(file.getFileName());
        int archive = name.indexOf(SEPARATOR, name.indexOf(SEPARATOR) + 1);
        return archive < 0 ? file : file.resolveSibling(name.substring(0, archive));
    }

    /**
     * Appends the name of the archive to the names of the files. The new names survive a power failure. Call this
     * before the archive gets its final name.
     */
    void bindToArchive(Path archive) throws IOException {
        List<Path> named = new ArrayList<>(files);
        for (int i = 0; i < named.size(); i++) {
            Path plain = plain(named.get(i));
            Path target = plain.resolveSibling(plain.getFileName() + "" + SEPARATOR + archive.getFileName());
            Files.move(named.get(i), target, StandardCopyOption.ATOMIC_MOVE);
            named.set(i, target);
            files = List.copyOf(named); // A second attempt must find the renamed file.
            disk.forceNames(Disk.directoryOf(target));
        }
    }

    /** Deletes the files. Call this only after the archive's name was forced to the disk. */
    void delete() {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException later) {
                LOG.atWarn()
                        .addKeyValue("file", file)
                        .addKeyValue("reason", later)
                        .log("journal cannot be deleted, though its rows are archived");
            }
        }
    }
}
