package dev.mcppolicy.catalog;

import dev.mcppolicy.format.ToolsReader;
import dev.mcppolicy.tool.ServerTools;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One part of the labelled set of {@code labelled/README.md}: what its servers listed, and the labels. */
enum LabelledTools {
    /** To write words by. */
    OPEN("open", "", "labels.tsv"),
    /** To measure by, and not to be looked at by whoever writes words. */
    HELD_OUT("held-out", "held-out", "held-out.tsv");

    static final Path FOLDER = folder();

    private final String part;
    private final Path definitions;
    private final String labels;

    LabelledTools(String part, String folder, String labels) {
        this.part = part;
        this.definitions = folder().resolve(folder);
        this.labels = labels;
    }

    /** What was said of one tool by hand. */
    record Label(
            String server,
            String tool,
            String riskClass,
            boolean readsPrivateData,
            boolean takesInUntrustedContent,
            boolean sendsOutside,
            boolean doubtful,
            String why) {
        static Label of(Map<String, String> row) {
            return new Label(
                    cell(row, "server"),
                    cell(row, "tool"),
                    cell(row, "class"),
                    isYes(row, "private"),
                    isYes(row, "untrusted"),
                    isYes(row, "outside"),
                    isYes(row, "doubtful"),
                    cell(row, "why"));
        }

        private static boolean isYes(Map<String, String> row, String column) {
            return switch (cell(row, column)) {
                case "yes" -> true;
                case "no" -> false;
                default -> throw new IllegalStateException("neither yes nor no in `" + column + "`: " + row);
            };
        }

        /** Server and tool, by which labels are told apart. */
        String key() {
            return server + "/" + tool;
        }
    }

    /** One tool in the order of its server's listing; how it was drawn, or {@code -}. */
    record Listed(String server, int place, String tool, String drawn) {
        boolean isDrawn() {
            return !drawn.equals("-");
        }
    }

    List<Label> labels() {
        return labels(definitions.resolve(labels));
    }

    static List<Label> labels(Path file) {
        return TabbedTable.read(file).rows().stream().map(Label::of).toList();
    }

    List<Listed> listed() {
        return TabbedTable.read(definitions.resolve("listed.tsv")).rows().stream()
                .map(row -> new Listed(
                        cell(row, "server"),
                        Integer.parseInt(cell(row, "place")),
                        cell(row, "tool"),
                        cell(row, "drawn")))
                .toList();
    }

    /** The rows of {@code servers.tsv} that are of this part. */
    List<Map<String, String>> servers() {
        return TabbedTable.read(FOLDER.resolve("servers.tsv")).rows().stream()
                .filter(row -> cell(row, "part").equals(part))
                .toList();
    }

    /** The definitions that are kept of a server: all it listed, or those drawn. */
    ServerTools definitions(String server) {
        return ToolsReader.read(definitions.resolve(server + ".tools.json"));
    }

    Path folderOfDefinitions() {
        return definitions;
    }

    static String cell(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    private static Path folder() {
        URL table = Objects.requireNonNull(LabelledTools.class.getResource("labelled/servers.tsv"));
        try {
            return Objects.requireNonNull(Path.of(table.toURI()).getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
