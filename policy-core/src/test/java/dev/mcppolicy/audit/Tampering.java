package dev.mcppolicy.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Something that is done to the files of a log. May happen to change nothing. */
enum Tampering {
    DELETE_LINE((files, other, random) -> lines(files, random, lines -> lines.remove(random.nextInt(lines.size())))),
    DUPLICATE_LINE((files, other, random) ->
            lines(files, random, lines -> lines.add(random.nextInt(lines.size() + 1), any(lines, random)))),
    SWAP_LINES((files, other, random) -> lines(
            files,
            random,
            lines -> Collections.swap(lines, random.nextInt(lines.size()), random.nextInt(lines.size())))),
    INSERT_LINE_OF_ANOTHER_LOG((files, other, random) -> lines(
            files,
            random,
            lines -> lines.add(
                    random.nextInt(lines.size() + 1), any(split(other.get(anyName(other, random))), random)))),
    MOVE_LINE_TO_ANOTHER_FILE((files, other, random) -> {
        String[] moved = new String[1];
        lines(files, random, lines -> moved[0] = lines.remove(random.nextInt(lines.size())));
        if (moved[0] != null) {
            String to = anyName(files, random);
            List<String> lines = new ArrayList<>(split(files.get(to)));
            lines.add(random.nextInt(lines.size() + 1), moved[0]);
            files.put(to, joined(lines));
        }
    }),
    EDIT_BYTE((files, other, random) -> bytes(files, random, bytes -> {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    })),
    INSERT_BYTE((files, other, random) -> bytes(files, random, bytes -> {
        int at = random.nextInt(bytes.length + 1);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
        longer[at] = (byte) random.nextInt(256);
        return longer;
    })),
    BEHEAD((files, other, random) ->
            bytes(files, random, bytes -> Arrays.copyOfRange(bytes, random.nextInt(bytes.length + 1), bytes.length))),
    BEHEAD_BY_LINES(
            (files, other, random) -> lines(files, random, lines -> lines.subList(0, random.nextInt(lines.size() + 1))
                    .clear())),
    TRUNCATE((files, other, random) ->
            bytes(files, random, bytes -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)))),
    TRUNCATE_BY_LINES((files, other, random) ->
            lines(files, random, lines -> lines.subList(random.nextInt(lines.size() + 1), lines.size())
                    .clear())),
    EMPTY_FILE((files, other, random) -> bytes(files, random, bytes -> new byte[0])),
    DELETE_FILE((files, other, random) -> {
        if (files.size() > 1) {
            files.remove(anyName(files, random));
        }
    }),
    RENAME_FILE((files, other, random) -> {
        byte[] moved = files.remove(anyName(files, random));
        files.put(newName(random), moved);
    }),
    COPY_FILE((files, other, random) -> files.put(newName(random), files.get(anyName(files, random)))),
    SWAP_FILES((files, other, random) -> {
        String one = anyName(files, random);
        byte[] first = files.get(one);
        files.put(one, files.put(anyName(files, random), first));
    }),
    APPEND_FILE((files, other, random) -> {
        String from = anyName(files, random);
        String to = anyName(files, random);
        byte[] appended = files.get(from);
        byte[] both = Arrays.copyOf(files.get(to), files.get(to).length + appended.length);
        System.arraycopy(appended, 0, both, both.length - appended.length, appended.length);
        files.put(to, both);
        if (random.nextBoolean() && !from.equals(to)) {
            files.remove(from);
        }
    }),
    CUT_FILE_IN_TWO((files, other, random) -> {
        List<String> lines = split(files.get(anyName(files, random)));
        String name = anyName(files, random);
        int at = random.nextInt(lines.size() + 1);
        files.put(name, joined(lines.subList(0, at)));
        files.put(newName(random), joined(lines.subList(at, lines.size())));
    }),
    REPLACE_FILE_BY_ANOTHER_LOGS((files, other, random) -> {
        if (files.size() > 1) {
            files.put(anyName(files, random), other.get(anyName(other, random)));
        }
    }),
    ADD_FILE_OF_ANOTHER_LOG((files, other, random) -> {
        String name = newName(random);
        if (files.size() > 1 || !files.containsKey(name)) {
            files.put(name, other.get(anyName(other, random)));
        }
    }),
    LINE_ENDS_OF_ANOTHER_SYSTEM(
            (files, other, random) -> bytes(files, random, bytes -> new String(bytes, StandardCharsets.ISO_8859_1)
                    .replace("\n", "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1)));

    @SuppressWarnings("ImmutableEnumChecker") // no change keeps anything
    private final Change change;

    Tampering(Change change) {
        this.change = change;
    }

    /**
     * Does it.
     *
     * @param files the log's files by name, whose arrays may be those of the log
     * @param other the files of another log
     */
    void change(Map<String, byte[]> files, Map<String, byte[]> other, Random random) {
        change.apply(files, other, random);
    }

    private interface Change {
        void apply(Map<String, byte[]> files, Map<String, byte[]> other, Random random);
    }

    private interface LinesChange {
        void apply(List<String> lines);
    }

    private interface BytesChange {
        byte[] apply(byte[] bytes);
    }

    private static void lines(Map<String, byte[]> files, Random random, LinesChange change) {
        String name = anyName(files, random);
        List<String> lines = new ArrayList<>(split(files.get(name)));
        if (!lines.isEmpty()) {
            change.apply(lines);
            files.put(name, joined(lines));
        }
    }

    private static void bytes(Map<String, byte[]> files, Random random, BytesChange change) {
        String name = anyName(files, random);
        byte[] bytes = files.get(name);
        if (bytes.length > 0) {
            files.put(name, change.apply(bytes.clone()));
        }
    }

    private static String any(List<String> lines, Random random) {
        return lines.get(random.nextInt(lines.size()));
    }

    private static String anyName(Map<String, byte[]> files, Random random) {
        return any(List.copyOf(files.keySet()), random);
    }

    private static String newName(Random random) {
        int number = random.nextInt(8);
        return number == 7 ? "audit.jsonl" : "audit.jsonl.0000000" + number;
    }

    private static List<String> split(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
    }

    private static byte[] joined(List<String> lines) {
        return lines.isEmpty() ? new byte[0] : (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
