package dev.mcppolicy.cli.input;

import dev.mcppolicy.format.data.DataDocument;
import dev.mcppolicy.text.VisibleText;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The policy files that a command is given, by name or by directory. Of a directory and what is within it these are the
 * files in JSON or YAML that have a policy's keys, or would have if they could be read; the others are named, so that none
 * is left out in silence.
 *
 * @param policies the files, those of a directory by their names
 * @param passedOver files of directories that are no policies
 */
public record PolicyFiles(List<Path> policies, List<Path> passedOver) {
    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");
    private static final String TESTS = ".policytest.";
    private static final Set<String> NEVER_ENTERED = Set.of(".git", "node_modules");
    private static final List<String> KEYS = List.of("tools", "hide", "groups", "all_tools", "default");
    private static final String BEFORE_KEY = " {\"'";
    private static final int MOST_NAMED = 10;

    public PolicyFiles {
        policies = List.copyOf(policies);
        passedOver = List.copyOf(passedOver);
    }

    /**
     * All files. What is named as a file is one of them, whatever it holds.
     *
     * @throws BadInputException if a directory cannot be read or holds no policy
     */
    public static PolicyFiles in(List<Path> paths) {
        List<Path> policies = new ArrayList<>();
        List<Path> passedOver = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                Map<Boolean, List<Path>> found =
                        documents(path).stream().collect(Collectors.partitioningBy(PolicyFiles::looksLikePolicy));
                List<Path> here = found.getOrDefault(true, List.of());
                if (here.isEmpty()) {
                    throw new BadInputException("there is no policy in `" + VisibleText.of(path.toString()) + "`");
                }
                policies.addAll(here);
                passedOver.addAll(found.getOrDefault(false, List.of()));
            } else {
                policies.add(path);
            }
        }
        return new PolicyFiles(policies, passedOver);
    }

    /** What is left out, in a line; empty where nothing is. */
    public String note() {
        if (passedOver.isEmpty()) {
            return "";
        }
        String names = passedOver.stream()
                .limit(MOST_NAMED)
                .map(file -> VisibleText.of(file.toString()))
                .collect(Collectors.joining(", "));
        int others = passedOver.size() - MOST_NAMED;
        return "passed over, since they have no key of a policy: " + names
                + (others > 0 ? " and " + others + " more" : "") + "\n";
    }

    private static List<Path> documents(Path directory) {
        List<Path> documents = new ArrayList<>();
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes) {
                    return NEVER_ENTERED.contains(String.valueOf(entered.getFileName()))
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (isDocument(file)) {
                        documents.add(file.normalize());
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new BadInputException(
                    VisibleText.of(String.valueOf(e.getMessage())) + ": cannot be read within `"
                            + VisibleText.of(directory.toString()) + "`",
                    e);
        }
        return documents.stream().sorted().toList();
    }

    private static boolean isDocument(Path file) {
        String name = String.valueOf(file.getFileName());
        return ENDINGS.stream().anyMatch(name::endsWith) && !Files.isDirectory(file);
    }

    private static boolean looksLikePolicy(Path file) {
        if (String.valueOf(file.getFileName()).contains(TESTS)) {
            return false;
        }
        DataDocument read = DataDocument.read(file);
        if (read.problems().stream().anyMatch(problem -> problem.code().equals("unreadable-file"))) {
            return true;
        }
        return read.value() == null
                ? read.document().text().lines().anyMatch(PolicyFiles::beginsWithKey)
                : read.value() instanceof Map<?, ?> members && hasKey(members);
    }

    private static boolean hasKey(Map<?, ?> members) {
        boolean hasTools = members.containsKey("tools") && !(members.get("tools") instanceof List);
        return hasTools
                || members.get("hide") instanceof List
                || members.get("groups") instanceof Map
                || members.get("all_tools") instanceof Map
                || "allow".equals(members.get("default"))
                || "deny".equals(members.get("default"));
    }

    /** Whether a line of a document that cannot be read begins as one of a policy may. */
    private static boolean beginsWithKey(String line) {
        int from = 0;
        while (from < line.length() && BEFORE_KEY.indexOf(line.charAt(from)) >= 0) {
            from++;
        }
        String rest = line.substring(from);
        return KEYS.stream().anyMatch(key -> rest.startsWith(key) && isColon(rest.substring(key.length())));
    }

    private static boolean isColon(String text) {
        String rest = text.startsWith("\"") || text.startsWith("'") ? text.substring(1) : text;
        return rest.stripLeading().startsWith(":");
    }
}
