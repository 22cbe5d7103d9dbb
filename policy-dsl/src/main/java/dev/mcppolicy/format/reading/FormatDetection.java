package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.Dialects;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.model.PolicyFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the format of a document from the keys that only one of them has. */
public final class FormatDetection {
    private static final List<String> POLICYLAYER_KEYS =
            List.of("require", "deny_if", "limits", "approvals", "action", "rate_limit", "concurrent");
    private static final List<String> ENVELOPE_KEYS =
            List.of("version", "default", "hide", "tools", "groups", "all_tools", "$schema", "description");

    private final Problems problems;
    /** The first key seen that decides, and the format it decides for. */
    private @Nullable String decisiveKey;

    private @Nullable PolicyFormat format;

    private FormatDetection(Problems problems) {
        this.problems = problems;
    }

    /** The format of a document, or null if it is a mixture, which is reported, or torn before it could be told. */
    public static @Nullable PolicyFormat of(ObjectNode root, Problems problems) {
        return new FormatDetection(problems).detect(root);
    }

    private @Nullable PolicyFormat detect(ObjectNode root) {
        if (isBareMap(root)) {
            problems.report(Diagnostic.BARE_TOOLS, root, bareMapHelp(root));
            return null;
        }
        for (ObjectNode.Member member : root.members()) {
            if (member.name().equals("all_tools") && !decide(PolicyFormat.POLICYLAYER, root, member)) {
                return null;
            }
            boolean holdsRules = member.name().equals("tools") || member.name().equals("groups");
            if (holdsRules && member.value() instanceof ObjectNode tools && !decideByTools(tools)) {
                return null;
            }
        }
        if (format != null || root.isTorn()) {
            return format;
        }
        return root.find("default") != null ? PolicyFormat.POLICYLAYER : PolicyFormat.INTERCEPT;
    }

    private boolean decideByTools(ObjectNode tools) {
        for (ObjectNode.Member tool : tools.members()) {
            if (tool.value() instanceof ObjectNode object) {
                for (ObjectNode.Member member : object.members()) {
                    PolicyFormat speaksFor = formatOf(member.name());
                    if (speaksFor != null && !decide(speaksFor, object, member)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private boolean decide(PolicyFormat speaksFor, ObjectNode object, ObjectNode.Member member) {
        if (format == null || decisiveKey == null) {
            format = speaksFor;
            decisiveKey = member.name();
            return true;
        }
        if (format != speaksFor) {
            problems.reportName(
                    Diagnostic.MIXED_FORMATS,
                    object,
                    member,
                    "write the whole document in one format",
                    decisiveKey,
                    format.id(),
                    member.name(),
                    speaksFor.id());
            return false;
        }
        return true;
    }

    private static @Nullable PolicyFormat formatOf(String key) {
        if (key.equals("rules")) {
            return PolicyFormat.INTERCEPT;
        }
        return POLICYLAYER_KEYS.contains(key) ? PolicyFormat.POLICYLAYER : null;
    }

    /** Whether the members look like tools. */
    private static boolean isBareMap(ObjectNode root) {
        return ENVELOPE_KEYS.stream().noneMatch(key -> root.find(key) != null)
                && root.members().stream().anyMatch(FormatDetection::isTool)
                && root.members().stream()
                        .noneMatch(member -> Dialects.isOfOtherFile(member.name()) && !isTool(member));
    }

    private static String bareMapHelp(ObjectNode root) {
        boolean hasRules = root.members().stream().anyMatch(tool -> tool.value().child("rules") != null);
        return hasRules
                ? "write `tools:` before it"
                : "write `{ \"version\": \"1\", \"default\": \"deny\", \"tools\": { … } }` around it";
    }

    private static boolean isTool(ObjectNode.Member member) {
        return member.value() instanceof ObjectNode object
                && (object.members().isEmpty()
                        || object.members().stream().anyMatch(each -> formatOf(each.name()) != null));
    }
}
