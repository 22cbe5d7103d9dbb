package dev.mcppolicy.cli.output;

import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.problem.PolicyProblem;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Problems as a log of SARIF 2.1.0, the format in which code scanners exchange what they find. */
public final class SarifLog {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private SarifLog() {}

    public static Map<String, Object> of(List<CheckedPolicy> all) throws IOException {
        List<PolicyProblem> problems =
                all.stream().flatMap(checked -> checked.problems().stream()).toList();
        List<String> codes =
                problems.stream().map(PolicyProblem::code).distinct().sorted().toList();

        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "mcp-policy");
        driver.put("version", CliVersion.text());
        driver.put("rules", codes.stream().map(code -> Map.of("id", code)).toList());

        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put("columnKind", "utf16CodeUnits");
        run.put(
                "results",
                problems.stream().map(problem -> result(problem, codes)).toList());

        Map<String, Object> log = new LinkedHashMap<>();
        log.put("$schema", SCHEMA);
        log.put("version", "2.1.0");
        log.put("runs", List.of(run));
        return log;
    }

    private static Map<String, Object> result(PolicyProblem problem, List<String> codes) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ruleId", problem.code());
        result.put("ruleIndex", codes.indexOf(problem.code()));
        result.put("level", problem.severity().id());
        result.put("message", Map.of("text", text(problem)));
        result.put("locations", List.of(location(problem)));
        return result;
    }

    private static String text(PolicyProblem problem) {
        return problem.help() == null ? problem.message() : problem.message() + " (" + problem.help() + ")";
    }

    private static Map<String, Object> location(PolicyProblem problem) {
        Map<String, Object> physical = new LinkedHashMap<>();
        physical.put("artifactLocation", Map.of("uri", uri(problem.file())));
        if (problem.line() > 0) {
            Map<String, Object> region = new LinkedHashMap<>();
            region.put("startLine", problem.line());
            region.put("startColumn", problem.column());
            physical.put("region", region);
        }
        Map<String, Object> location = new LinkedHashMap<>();
        location.put("physicalLocation", physical);
        if (!problem.pointer().isEmpty()) {
            location.put("logicalLocations", List.of(Map.of("fullyQualifiedName", problem.pointer())));
        }
        return location;
    }

    /** A relative path stays so, for a scanner to find it in the repository. */
    private static String uri(String file) {
        Path path = Path.of(file);
        if (path.isAbsolute()) {
            return path.toUri().toASCIIString();
        }
        String relative = file.replace('\\', '/');
        try {
            // A colon in the first segment would make it a scheme.
            return new URI(null, null, relative.indexOf(':') < 0 ? relative : "./" + relative, null).toASCIIString();
        } catch (URISyntaxException e) {
            return path.toUri().toASCIIString();
        }
    }
}
