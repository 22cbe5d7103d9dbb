package dev.mcppolicy.cli.operation;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.cli.output.JsonLayout;
import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.text.VisibleText;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How answers on approvals are written. */
enum ApprovalFormat {
    /** For people. */
    TEXT {
        @Override
        String write(List<ApprovalRequest> requests, Instant now, String... redacted) {
            if (requests.isEmpty()) {
                return "no call waits\n";
            }
            return requests.stream()
                    .map(request -> lines(request, now, redacted))
                    .collect(Collectors.joining());
        }

        @Override
        String write(ApprovalRequest request, Instant now, String... redacted) {
            return head(request, now) + "\nRevision: " + VisibleText.of(request.revision()) + "\n"
                    + request.description(redacted) + "\n";
        }

        @Override
        String writeTaken(String id, ApprovalAnswer answer) {
            return VisibleText.of(id) + ": " + NotTaken.text(answer) + "\n";
        }

        @Override
        String writeNotTaken(String id, NotTaken notTaken) {
            return VisibleText.of(id) + ": " + notTaken.text() + "\n";
        }
    },
    /** For programs. */
    JSON {
        @Override
        String write(List<ApprovalRequest> requests, Instant now, String... redacted) {
            return JsonLayout.indented(Map.of(
                            "approvals",
                            requests.stream()
                                    .map(request -> members(request, redacted))
                                    .toList()))
                    + "\n";
        }

        @Override
        String write(ApprovalRequest request, Instant now, String... redacted) {
            return JsonLayout.indented(members(request, redacted)) + "\n";
        }

        @Override
        String writeTaken(String id, ApprovalAnswer answer) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("id", id);
            members.put("taken", true);
            members.put("answer", NotTaken.members(answer));
            return JsonLayout.indented(members) + "\n";
        }

        @Override
        String writeNotTaken(String id, NotTaken notTaken) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("id", id);
            members.put("taken", false);
            ApprovalAnswer before = notTaken.before();
            if (before != null) {
                members.put("answer", NotTaken.members(before));
            }
            return JsonLayout.indented(members) + "\n";
        }
    };

    private static final int MOST_ARGUMENTS = 200;
    private static final int SECONDS_A_MINUTE = 60;

    /** All calls that wait. */
    abstract String write(List<ApprovalRequest> requests, Instant now, String... redacted);

    /** One call that waits. */
    abstract String write(ApprovalRequest request, Instant now, String... redacted);

    /** An answer that is the answer. */
    abstract String writeTaken(String id, ApprovalAnswer answer);

    /** A call that takes no answer. */
    abstract String writeNotTaken(String id, NotTaken notTaken);

    private static String lines(ApprovalRequest request, Instant now, String... redacted) {
        String rules = request.rules().stream()
                .map(rule -> VisibleText.of(rule.name()))
                .distinct()
                .collect(Collectors.joining(", "));
        String arguments = VisibleText.inJson(CanonicalJson.write(request.redactedArguments(redacted)));
        boolean isCut = arguments.length() > MOST_ARGUMENTS;
        return head(request, now) + "\n  asked by " + rules + "\n  "
                + (isCut ? arguments.substring(0, MOST_ARGUMENTS) + "… (show has more)" : arguments) + "\n";
    }

    private static String head(ApprovalRequest request, Instant now) {
        return VisibleText.of(request.id()) + "  " + VisibleText.of(request.tool()) + "  by " + text(request.caller())
                + "  " + left(Duration.between(now, request.expiresAt())) + " left";
    }

    private static String left(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        return seconds < SECONDS_A_MINUTE
                ? seconds + "s"
                : seconds / SECONDS_A_MINUTE + "m " + seconds % SECONDS_A_MINUTE + "s";
    }

    private static String text(Caller caller) {
        StringJoiner parts = new StringJoiner(", ");
        part("principal", caller.principal(), parts);
        part("grant", caller.grant(), parts);
        part("session", caller.session(), parts);
        part("client", caller.client(), parts);
        return parts.length() > 0 ? parts.toString() : caller.isAnonymous() ? "anyone" : "nobody known";
    }

    private static void part(String name, @Nullable String value, StringJoiner parts) {
        if (value != null) {
            parts.add(name + " " + VisibleText.of(value));
        }
    }

    private static Map<String, Object> members(ApprovalRequest request, String... redacted) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", request.id());
        members.put("tool", request.tool());
        members.put("arguments", request.redactedArguments(redacted));
        members.put("caller", members(request.caller()));
        members.put(
                "rules", request.rules().stream().map(ApprovalFormat::members).toList());
        members.put("by", request.by().id());
        members.put("revision", request.revision());
        members.put("expires", request.expiresAt().toString());
        return members;
    }

    private static Map<String, Object> members(Caller caller) {
        Map<String, Object> members = new LinkedHashMap<>();
        put("principal", caller.principal(), members);
        put("grant", caller.grant(), members);
        put("session", caller.session(), members);
        put("client", caller.client(), members);
        return members;
    }

    private static void put(String name, @Nullable String value, Map<String, Object> members) {
        if (value != null) {
            members.put(name, value);
        }
    }

    private static Map<String, Object> members(AskingRule rule) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", rule.id().value());
        members.put("name", rule.name());
        members.put("message", rule.message());
        return members;
    }
}
