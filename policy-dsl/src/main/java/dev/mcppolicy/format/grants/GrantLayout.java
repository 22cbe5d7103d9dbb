package dev.mcppolicy.format.grants;

import dev.mcppolicy.identity.Grant;
import dev.mcppolicy.identity.GrantTable;
import dev.mcppolicy.identity.GrantToken;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes grants as JSON: one member of a grant a line, and one token a line. */
final class GrantLayout {
    private GrantLayout() {}

    static String write(GrantTable table) {
        String grants = table.grants().stream()
                .map(GrantLayout::grant)
                .collect(Collectors.joining(",\n    ", "{\n    ", "\n  }"));
        return "{\n  \"version\": \"1\",\n  \"grants\": " + (table.grants().isEmpty() ? "{}" : grants) + "\n}\n";
    }

    private static String grant(Grant grant) {
        List<String> members = new ArrayList<>();
        if (grant.principal() != null) {
            members.add("\"principal\": " + text(grant.principal()));
        }
        if (!grant.attributes().isEmpty()) {
            members.add("\"attributes\": " + attributes(grant.attributes()));
        }
        String tokens = grant.tokens().stream()
                .map(GrantLayout::token)
                .collect(Collectors.joining(",\n        ", "[\n        ", "\n      ]"));
        members.add("\"tokens\": " + (grant.tokens().isEmpty() ? "[]" : tokens));
        return text(grant.name()) + ": {\n      " + String.join(",\n      ", members) + "\n    }";
    }

    private static String token(GrantToken token) {
        List<Map.Entry<String, String>> members = new ArrayList<>();
        members.add(Map.entry("sha256", token.digest().hex()));
        if (token.created() != null) {
            members.add(Map.entry("created", token.created().toString()));
        }
        if (token.expires() != null) {
            members.add(Map.entry("expires", token.expires().toString()));
        }
        return members.stream().map(GrantLayout::member).collect(Collectors.joining(", ", "{ ", " }"));
    }

    private static String attributes(Map<String, @Nullable Object> attributes) {
        return new TreeMap<>(attributes)
                .entrySet().stream()
                        .map(attribute -> text(attribute.getKey()) + ": " + text(attribute.getValue()))
                        .collect(Collectors.joining(", ", "{ ", " }"));
    }

    private static String member(Map.Entry<String, String> member) {
        return text(member.getKey()) + ": " + text(member.getValue());
    }

    private static String text(@Nullable Object value) {
        return VisibleText.inJson(CanonicalJson.write(value));
    }
}
