package dev.mcppolicy.format.schema;

import dev.mcppolicy.format.document.ListNode;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.ScalarNode;
import dev.mcppolicy.internal.re2j.Matcher;
import dev.mcppolicy.internal.re2j.Pattern;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A version of JSON Schema before 2020-12, as schemas copied from a tool name it, and which of its keywords mean
 * something else since.
 *
 * @param name how people call it, such as {@code draft-07}
 */
record SchemaDraft(String name) {
    static final String CURRENT = "https://json-schema.org/draft/2020-12/schema";

    private static final Pattern ADDRESS =
            Pattern.compile("https?://json-schema\\.org/(?:draft-(0[3467])|draft/(2019-09|2020-12))/schema#?");
    /** Keywords that were, and what stands in their place. */
    private static final Map<String, String> FORMER = Map.of(
            "additionalItems", "write `items`, and what `items` held as a list as `prefixItems`",
            "dependencies", "write `dependentRequired` for lists of names, `dependentSchemas` for schemas",
            "$recursiveRef", "write `$dynamicRef`",
            "$recursiveAnchor", "write `$dynamicAnchor`",
            "id", "leave it out: a rule's schema needs no `$id`",
            "divisibleBy", "write `multipleOf`",
            "extends", "write `allOf`",
            "disallow", "write `not` with `type`");
    /** What may stand beside {@code $ref}, which drafts up to 07 passed over, because no value fails it. */
    private static final Set<String> BESIDE_REFERENCES = Set.of(
            "$ref", "$schema", "$comment", "title", "description", "default", "examples", "definitions", "$defs");

    /** The draft of an address, or null if it is none, or the current dialect. */
    static @Nullable SchemaDraft of(String address) {
        Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches() || "2020-12".equals(matcher.group(2))) {
            return null;
        }
        return new SchemaDraft(matcher.group(1) == null ? matcher.group(2) : "draft-" + matcher.group(1));
    }

    /** Whether an address is that of the current dialect, however it is written. */
    static boolean isCurrent(String address) {
        Matcher matcher = ADDRESS.matcher(address);
        return matcher.matches() && "2020-12".equals(matcher.group(2));
    }

    /** What to write for a keyword that is no more, or null if there was none of that name. */
    static @Nullable String former(String keyword) {
        return FORMER.get(keyword);
    }

    /** What to write for a keyword of a schema that this draft reads otherwise, or null if it reads it alike. */
    @Nullable
    String difference(ObjectNode schema, ObjectNode.Member member) {
        String keyword = member.name();
        if (keyword.equals("items") && member.value() instanceof ListNode) {
            return "write `prefixItems` for the list, and `items` for what follows it";
        }
        boolean isExclusive = keyword.equals("exclusiveMinimum") || keyword.equals("exclusiveMaximum");
        if (isExclusive && member.value() instanceof ScalarNode scalar && scalar.is(ScalarNode.Kind.BOOLEAN)) {
            return "write the number itself under `" + keyword + "`";
        }
        boolean passesOverRest = !name.equals("2019-09");
        if (keyword.equals("$ref")
                && passesOverRest
                && !schema.members().stream().allMatch(each -> BESIDE_REFERENCES.contains(each.name()))) {
            return "what stands beside it did not count: take it out, or put both under `allOf`";
        }
        return FORMER.get(keyword);
    }
}
