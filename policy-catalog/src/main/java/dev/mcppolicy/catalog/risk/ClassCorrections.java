package dev.mcppolicy.catalog.risk;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.format.data.DataDocument;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person says of tools, in the place of what their definitions do. A document in YAML or JSON:
 *
 * <pre>{@code
 * classes:
 *   merge_pull_request: execute
 *   search_web: { class: read, flags: [takes_untrusted_content, sends_outside] }
 * }</pre>
 *
 * <p>A class is {@code read}, {@code write}, {@code execute}, {@code destructive} or {@code financial}. Where flags are
 * said, they are all that the tool has, and {@code []} is none; where they are not, the definition says them. Names are
 * exact.
 *
 * <p>Immutable and safe for use by any thread.
 */
@CheckReturnValue
public final class ClassCorrections {
    private final Map<String, Correction> byTool;

    /** What is said of one tool; no flags means that none are said. */
    record Correction(ToolClass toolClass, @Nullable Set<RiskFlag> flags, String place) {}

    private ClassCorrections(Map<String, Correction> byTool) {
        this.byTool = byTool;
    }

    /**
     * Reads a file.
     *
     * @param file a file in UTF-8
     * @return what it says
     * @throws InvalidClassesException if it cannot be read or something is wrong with it
     */
    public static ClassCorrections read(Path file) {
        return of(DataDocument.read(file));
    }

    /**
     * Reads a text.
     *
     * @param text the document itself, not a path
     * @return what it says
     * @throws InvalidClassesException if something is wrong with it
     */
    public static ClassCorrections parse(String text) {
        return of(DataDocument.parse(text, "classes"));
    }

    private static ClassCorrections of(DataDocument document) {
        return new ClassCorrections(new ClassCorrectionsReader(document).read());
    }

    /**
     * What is said of tools that are not there.
     *
     * @param tools the names of all tools that there are
     * @return a line for each, with its place and perhaps with the name that is meant, escaped; empty if all are there
     */
    public List<String> unknownTools(Set<String> tools) {
        return byTool.entrySet().stream()
                .filter(entry -> !tools.contains(entry.getKey()))
                .map(entry -> ClassCorrectionsReader.unknown(
                        entry.getKey(), entry.getValue().place(), tools))
                .toList();
    }

    Optional<Correction> of(String tool) {
        return Optional.ofNullable(byTool.get(tool));
    }
}
