package dev.mcppolicy.catalog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of a file whose first line names the columns, all parted by tabs. A row of another width is an error. */
record TabbedTable(List<String> columns, List<Map<String, String>> rows) {
    static TabbedTable read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("`" + file + "` cannot be read", e);
        }
        List<String> columns = cells(lines.get(0));
        return new TabbedTable(
                columns,
                lines.subList(1, lines.size()).stream()
                        .map(line -> row(columns, line))
                        .toList());
    }

    private static Map<String, String> row(List<String> columns, String line) {
        List<String> cells = cells(line);
        if (cells.size() != columns.size()) {
            throw new IllegalStateException("a row has not " + columns.size() + " cells: `" + line + "`");
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (int column = 0; column < cells.size(); column++) {
            row.put(columns.get(column), cells.get(column));
        }
        return row;
    }

    private static List<String> cells(String line) {
        return List.of(line.split("\t", -1));
    }
}
