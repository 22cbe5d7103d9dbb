package dev.mcppolicy.mcp;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.mcp.sdk.SdkServer;
import dev.mcppolicy.mcp.sdk.SdkTool;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.text.VisibleText;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolChange;
import dev.mcppolicy.tool.ToolCheck;
import dev.mcppolicy.tool.ToolDefinition;
import dev.mcppolicy.tool.ToolFinding;
import dev.mcppolicy.tool.ToolFinding.Kind;
import dev.mcppolicy.tool.ToolFinding.Severity;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a server a policy guards, at one moment. Where there are several policies, a tool counts as hidden when all
 * hide it, and as unlisted when none lists it.
 *
 * <p>Names of tools are as the server has them, not escaped; the report as a line is fit to be shown.
 *
 * <p>Immutable and safe for use by any thread.
 */
@CheckReturnValue
public final class ServerReport {
    private static final int LONGEST_NAME = 128;
    private static final int MOST_CHANGES = 20;

    /** More findings of one severity than these are counted and not told, as nobody would read them. */
    private static final int MOST_LINES = 20;

    /** The kinds of findings that the line and the messages of refusals tell in fewer words. */
    private static final Set<Kind> SAID_IN_SHORT =
            Collections.unmodifiableSet(EnumSet.of(Kind.UNGUARDED_TOOL, Kind.UNKNOWN_TOOL, Kind.UNLISTED_TOOL));

    /** How a tool stands to the policies. */
    private enum Standing {
        GUARDED,
        HIDDEN,
        UNLISTED,
        UNGUARDED
    }

    private final Map<Standing, List<String>> tools;
    private final List<ToolFinding> findings;
    private final int outside;
    private final boolean validatesFirst;
    private final String defaultAction;
    private final List<String> notEnforced;
    private final @Nullable String timeProblem;
    private final List<ToolChange> changes;

    private ServerReport(
            Map<Standing, List<String>> tools,
            Collection<ToolFinding> findings,
            SdkServer server,
            EngineByGrant engines,
            List<ToolChange> changes,
            @Nullable Duration requestTimeout) {
        this.tools = new EnumMap<>(Standing.class);
        for (Standing standing : Standing.values()) {
            this.tools.put(standing, List.copyOf(tools.getOrDefault(standing, List.of())));
        }
        this.findings = List.copyOf(findings);
        this.outside = server.outside().getAsInt();
        this.validatesFirst = server.validatesFirst();
        this.defaultAction = defaultAction(engines.policies());
        this.notEnforced = List.copyOf(engines.inShadow());
        this.changes = changes;
        this.timeProblem = requestTimeout == null ? null : ApprovalTime.problem(engines.policies(), requestTimeout);
    }

    /** A report; the time for which people at clients are waited for is null where they are not asked, or unknown. */
    static ServerReport of(
            SdkServer server,
            Predicate<Tool> isGuarded,
            EngineByGrant engines,
            List<ToolChange> changes,
            @Nullable Duration requestTimeout) {
        List<Policy> policies = engines.policies();
        List<ToolDefinition> definitions = new ArrayList<>();
        Map<Standing, List<String>> names = new EnumMap<>(Standing.class);
        Set<ToolFinding> findings = new LinkedHashSet<>();
        for (Tool tool : server.tools().get()) {
            ToolDefinition definition = SdkTool.definition(tool);
            definitions.add(definition);
            Standing standing = isGuarded.test(tool) ? standing(tool.name(), policies) : Standing.UNGUARDED;
            if (standing == Standing.UNGUARDED) {
                findings.add(ToolCheck.unguarded(definition));
            }
            names.computeIfAbsent(standing, none -> new ArrayList<>()).add(tool.name());
        }
        ServerTools offered = ServerTools.of(definitions);
        policies.forEach(policy -> findings.addAll(ToolCheck.findings(policy, offered)));
        return new ServerReport(names, findings, server, engines, changes, requestTimeout);
    }

    private static Standing standing(String tool, List<Policy> policies) {
        if (!policies.isEmpty() && policies.stream().allMatch(policy -> policy.hides(tool))) {
            return Standing.HIDDEN;
        }
        boolean listed =
                policies.stream().anyMatch(policy -> policy.names(tool) && !policy.hides(tool) && policy.lists(tool));
        return listed ? Standing.GUARDED : Standing.UNLISTED;
    }

    private static String defaultAction(List<Policy> policies) {
        List<String> defaults = policies.stream()
                .map(policy -> policy.defaultAction().name().toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        return defaults.isEmpty() ? "deny, for there is no policy" : String.join(" or ", defaults);
    }

    /**
     * The tools that the policy names and does not hide.
     *
     * @return an unmodifiable list of names
     */
    public List<String> guarded() {
        return tools(Standing.GUARDED);
    }

    /**
     * The wrapped tools that the policy hides.
     *
     * @return an unmodifiable list of names
     */
    public List<String> hidden() {
        return tools(Standing.HIDDEN);
    }

    /**
     * The wrapped tools that the policy does not name, to which its default applies.
     *
     * @return an unmodifiable list of names
     */
    public List<String> unlisted() {
        return tools(Standing.UNLISTED);
    }

    /**
     * The tools whose calls the policy does not see, as their handlers are not wrapped.
     *
     * @return an unmodifiable list of names
     */
    public List<String> unguarded() {
        return tools(Standing.UNGUARDED);
    }

    /**
     * What an operator should know of the tools and of the policy: first the tools that are not guarded, then
     * what {@link ToolCheck} finds in each policy.
     *
     * @return an unmodifiable list without repetitions
     */
    public List<ToolFinding> findings() {
        return findings;
    }

    /**
     * In what the tools are not as they were accepted. A tool that has changed or is new is hidden, and its calls are denied.
     *
     * @return an unmodifiable list; empty also where nothing locks the tools
     */
    public List<ToolChange> changes() {
        return changes;
    }

    /**
     * How much the server offers that no policy judges.
     *
     * @return the number of resources and prompts
     */
    public int outside() {
        return outside;
    }

    /**
     * Whether the server checks inputs before the policy judges a call, so that an invalid call is neither judged nor
     * counted, and tells of a hidden tool.
     *
     * @return false also where the server cannot be looked into
     */
    public boolean validatesFirst() {
        return validatesFirst;
    }

    /**
     * Checks that every tool is guarded, and that calls are judged before their inputs are validated.
     *
     * @return this report
     * @throws IllegalStateException if not; the message names every tool that is not guarded
     */
    @CanIgnoreReturnValue
    public ServerReport requireGuarded() {
        return requireNone(guardProblems());
    }

    /**
     * Checks that every name in the policy is that of a tool.
     *
     * @return this report
     * @throws IllegalStateException if not; the message lists the names
     */
    @CanIgnoreReturnValue
    public ServerReport requireKnownTools() {
        return requireNone(nameProblems());
    }

    /**
     * Checks that the tools and the instructions are as they were accepted.
     *
     * @return this report
     * @throws IllegalStateException if not; the message says what has changed
     */
    @CanIgnoreReturnValue
    public ServerReport requireAccepted() {
        return requireNone(changes.stream().map(ToolChange::toString).toList());
    }

    /**
     * Checks that no finding is an error, and that calls are judged before their inputs are validated.
     *
     * @return this report
     * @throws IllegalStateException if not; the message says all that is wrong, of many findings the first
     */
    @CanIgnoreReturnValue
    public ServerReport requireNoErrors() {
        return requireNone(Stream.of(guardProblems(), nameProblems(), otherErrors())
                .flatMap(List::stream)
                .toList());
    }

    private ServerReport requireNone(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new IllegalStateException(String.join("; ", problems));
        }
        return this;
    }

    private List<String> guardProblems() {
        List<String> problems = new ArrayList<>();
        if (!unguarded().isEmpty()) {
            problems.add("not guarded by the policy: " + quoted(unguarded()));
        }
        if (validatesFirst) {
            problems.add(
                    "the server validates inputs before the policy judges; build it with `validateToolInputs(false)`");
        }
        return problems;
    }

    private List<String> nameProblems() {
        String unknown = namesUnknown();
        return unknown.isEmpty()
                ? List.of()
                : List.of("the policy names tools that the server does not have: " + unknown);
    }

    /** What is wrong besides unguarded tools and unknown ones, a line each. */
    private List<String> otherErrors() {
        List<String> errors = findings.stream()
                .filter(finding ->
                        finding.kind().severity() == Severity.ERROR && !SAID_IN_SHORT.contains(finding.kind()))
                .map(ToolFinding::toString)
                .toList();
        return cut(errors);
    }

    /** What the operator should look at besides what the line says, a line each. */
    List<String> warnings() {
        List<String> lines = new ArrayList<>(otherErrors());
        lines.addAll(cut(findings.stream()
                .filter(finding -> finding.kind().severity() == Severity.WARNING)
                .map(ToolFinding::toString)
                .toList()));
        return lines;
    }

    private static List<String> cut(List<String> lines) {
        if (lines.size() <= MOST_LINES) {
            return lines;
        }
        List<String> first = new ArrayList<>(lines.subList(0, MOST_LINES));
        first.add("and " + (lines.size() - MOST_LINES) + " more");
        return first;
    }

    /** Whether there is nothing wrong that the line speaks of. */
    boolean isClean() {
        return guardProblems().isEmpty()
                && namesUnknown().isEmpty()
                && otherErrors().isEmpty()
                && notEnforced.isEmpty()
                && timeProblem == null
                && changes.isEmpty();
    }

    /**
     * The report in one line.
     *
     * @return for example {@code 4 tools: 2 guarded, 1 hidden, 1 unlisted; default deny}
     */
    @Override
    public String toString() {
        int count = tools.values().stream().mapToInt(List::size).sum();
        List<String> parts = new ArrayList<>();
        parts.add(count + (count == 1 ? " tool: " : " tools: ") + guarded().size() + " guarded, " + hidden().size()
                + " hidden, " + unlisted().size() + " unlisted");
        parts.add("default " + defaultAction);
        parts.addAll(notEnforced);
        if (!unguarded().isEmpty()) {
            parts.add("NOT GUARDED: " + quoted(unguarded()));
        }
        if (validatesFirst) {
            parts.add("inputs are validated BEFORE the policy judges");
        }
        if (!namesUnknown().isEmpty()) {
            parts.add("no tool is called " + namesUnknown());
        }
        if (!changes.isEmpty()) {
            parts.add("NOT AS ACCEPTED: "
                    + changes.stream()
                            .limit(MOST_CHANGES)
                            .map(ToolChange::headline)
                            .collect(Collectors.joining(", "))
                    + (changes.size() > MOST_CHANGES ? " and " + (changes.size() - MOST_CHANGES) + " more" : ""));
        }
        long errors = count(Severity.ERROR);
        if (errors > 0) {
            parts.add(errors + (errors == 1 ? " error" : " errors") + " in rules against the schemas of tools");
        }
        long warnings = count(Severity.WARNING);
        if (warnings > 0) {
            parts.add(warnings + (warnings == 1 ? " warning" : " warnings") + " about the policy and the tools");
        }
        if (timeProblem != null) {
            parts.add(timeProblem);
        }
        if (outside > 0) {
            parts.add(outside + " resources and prompts are outside the policy");
        }
        return String.join("; ", parts);
    }

    /** How many findings there are of which the line says nothing else. */
    private long count(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.kind().severity() == severity && !SAID_IN_SHORT.contains(finding.kind()))
                .count();
    }

    private List<String> tools(Standing standing) {
        return tools.getOrDefault(standing, List.of());
    }

    /** Each name once, in the order of their letters; empty where there is none. */
    private String namesUnknown() {
        Map<String, String> unknown = new TreeMap<>();
        findings.stream()
                .filter(finding -> finding.kind() == Kind.UNKNOWN_TOOL)
                .forEach(finding -> unknown.merge(
                        finding.tool(),
                        finding.help() == null ? "" : " (" + finding.help() + ")",
                        (known, other) -> known.isEmpty() ? other : known));
        return unknown.entrySet().stream()
                .map(entry -> quoted(List.of(entry.getKey())) + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String quoted(List<String> names) {
        return names.stream()
                .map(name -> "`" + VisibleText.of(name, LONGEST_NAME) + "`")
                .collect(Collectors.joining(", "));
    }
}
