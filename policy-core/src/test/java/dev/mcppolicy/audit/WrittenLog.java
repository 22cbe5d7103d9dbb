package dev.mcppolicy.audit;

import static dev.mcppolicy.audit.Audited.call;

import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.ToolCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/** A log as it was written, in a folder of its own whose files are then replaced by others. */
final class WrittenLog {
    private static final String NAME = "audit.jsonl";
    private static final List<DecisionEvent> EVENTS = List.of(
            Audited.event(call(Map.of("n", 1))),
            Audited.event(ToolCall.of("hidden", null)),
            Audited.event(call(Map.of("a long name of an argument", 2, "another", 3))));

    private final Path folder;
    private final NavigableMap<String, byte[]> files;
    private final List<String> lines;
    private Map<String, byte[]> there;

    private WrittenLog(Path folder, NavigableMap<String, byte[]> files) {
        this.folder = folder;
        this.files = files;
        this.there = files;
        this.lines = lines(files);
    }

    /** A log of up to six files and up to thirty decisions, written by several openings. */
    static WrittenLog random(Path folder, Random random) throws IOException {
        Files.createDirectories(folder);
        long fileBytes = 1L + random.nextInt(6_000);
        int left = 1 + random.nextInt(30);
        while (left > 0) {
            try (AuditLog log =
                    AuditLog.jsonl(folder.resolve(NAME)).rotateAt(fileBytes).open()) {
                int count = 1 + random.nextInt(left);
                for (int i = 0;
                        i < count && new LogFolder(folder.resolve(NAME)).full().size() < 5;
                        i++) {
                    log.decided(EVENTS.get(random.nextInt(EVENTS.size())));
                }
                left -= count;
            }
        }
        Files.deleteIfExists(folder.resolve(NAME + ".lock"));
        TreeMap<String, byte[]> files = new TreeMap<>();
        for (Path file : new LogFolder(folder.resolve(NAME)).all()) {
            files.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
        return new WrittenLog(folder, files);
    }

    Path path() {
        return folder.resolve(NAME);
    }

    /** The files by name as they were written. */
    Map<String, byte[]> files() {
        return files;
    }

    AuditAnchor end() {
        return anchorOf(lines.size());
    }

    AuditAnchor anchorOf(long line) {
        String before = "0".repeat(64);
        return HashChain.after(
                new AuditAnchor(line - 1, before), lines.get((int) line - 1).getBytes(StandardCharsets.US_ASCII));
    }

    AuditReport verified(AuditAnchor... anchors) throws IOException {
        return AuditVerifier.verify(path(), anchors);
    }

    /** Puts other files in the place of those that are there. */
    void replace(Map<String, byte[]> others) throws IOException {
        for (String name : there.keySet()) {
            if (!others.containsKey(name)) {
                Files.delete(folder.resolve(name));
            }
        }
        for (Map.Entry<String, byte[]> file : others.entrySet()) {
            if (there.get(file.getKey()) != file.getValue()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
        }
        there = Map.copyOf(others);
    }

    /**
     * Whether the chain alone cannot tell files from this log's: they hold its first lines, of which the last may be
     * another.
     */
    boolean canBeTakenFor(Map<String, byte[]> others) {
        List<String> theirs = lines(others);
        int same = theirs.size() - 1;
        return !theirs.isEmpty()
                && theirs.size() <= lines.size()
                && theirs.subList(0, same).equals(lines.subList(0, same));
    }

    /** Whether files hold each line of this log and no other. */
    boolean holdsAllOf(Map<String, byte[]> others) {
        return lines(others).equals(lines);
    }

    /** The name of the oldest of some files. */
    String oldest(NavigableMap<String, byte[]> some) {
        String first = some.firstKey();
        String second = some.higherKey(first);
        return first.equals(NAME) && second != null ? second : first;
    }

    /** The complete lines of the files a log would have, in order. */
    private static List<String> lines(Map<String, byte[]> some) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        some.forEach((name, bytes) -> {
            if (name.matches("audit\\.jsonl\\.\\d{8}")) {
                all.writeBytes(bytes);
            }
        });
        all.writeBytes(some.getOrDefault(NAME, new byte[0]));
        List<String> lines = new ArrayList<>(
                List.of(all.toString(StandardCharsets.ISO_8859_1).split("\n", -1)));
        lines.remove(lines.size() - 1);
        return lines;
    }
}
