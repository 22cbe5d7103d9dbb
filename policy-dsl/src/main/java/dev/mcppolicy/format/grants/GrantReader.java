package dev.mcppolicy.format.grants;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.ListNode;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.identity.Grant;
import dev.mcppolicy.identity.GrantTable;
import dev.mcppolicy.identity.GrantToken;
import dev.mcppolicy.identity.TokenDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the tree of a file of grants. */
final class GrantReader {
    private static final String VERSION = "1";

    private final Problems problems;
    /** The grants of the tokens that were read. */
    private final Map<TokenDigest, String> grantByDigest = new HashMap<>();

    private GrantReader(Problems problems) {
        this.problems = problems;
    }

    /** The grants, or null if something is wrong. */
    static @Nullable GrantTable read(Node root, Problems problems) {
        ObjectNode object = ObjectFields.object(root, problems);
        return object == null ? null : new GrantReader(problems).table(object);
    }

    private @Nullable GrantTable table(ObjectNode root) {
        ObjectFields fields = ObjectFields.of(root, List.of("version", "grants"), problems);
        Node version = fields.require("version", "write `\"version\": \"1\"`");
        String said = version == null ? null : ObjectFields.text(version, problems);
        if (version != null && said != null && !said.equals(VERSION)) {
            problems.report(Diagnostic.UNKNOWN_VERSION, version, "write `\"1\"`", Quoted.of(said));
        }
        Node grants = fields.require("grants", null);
        ObjectNode byName = grants == null ? null : ObjectFields.object(grants, problems);
        List<Grant> all = new ArrayList<>();
        if (byName != null) {
            byName.members().forEach(member -> add(byName, member, all));
        }
        return problems.hasErrors() ? null : GrantTable.of(all);
    }

    private void add(ObjectNode grants, ObjectNode.Member member, List<Grant> all) {
        String problem = Grant.problemOf(member.name());
        if (problem != null && !member.misnamed()) {
            problems.reportName(Diagnostic.BAD_GRANT, grants, member, null, problem);
        }
        ObjectNode object = ObjectFields.object(member.value(), problems);
        if (object == null) {
            return;
        }
        ObjectFields fields = ObjectFields.of(object, List.of("principal", "attributes", "tokens"), problems);
        Node principal = fields.get("principal");
        String name = principal == null ? null : ObjectFields.text(principal, problems);
        if (principal != null && name != null && name.isEmpty()) {
            problems.report(Diagnostic.EMPTY_NAME, principal, null, "a principal");
        }
        ObjectNode attributes = fields.object("attributes");
        List<GrantToken> tokens = tokens(fields, member.name());
        Grant grant = problems.hasErrors()
                ? null
                : grant(member.name(), name, attributes(attributes), tokens, attributes == null ? object : attributes);
        if (grant != null) {
            all.add(grant);
        }
    }

    private static Map<String, @Nullable Object> attributes(@Nullable ObjectNode object) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        if (object != null) {
            object.members()
                    .forEach(member ->
                            attributes.put(member.name(), member.value().json()));
        }
        return attributes;
    }

    /** The grant, or null where its attributes are larger than those of a caller may be, which is reported. */
    private @Nullable Grant grant(
            String name,
            @Nullable String principal,
            Map<String, @Nullable Object> attributes,
            List<GrantToken> tokens,
            Node place) {
        try {
            return new Grant(name, principal, attributes, tokens);
        } catch (IllegalArgumentException e) {
            problems.report(Diagnostic.BAD_GRANT, place, null, "the attributes are too large: " + e.getMessage());
            return null;
        }
    }

    private List<GrantToken> tokens(ObjectFields grant, String name) {
        List<GrantToken> tokens = new ArrayList<>();
        Node node = grant.require("tokens", null);
        ListNode list = node == null ? null : ObjectFields.list(node, problems);
        if (list != null) {
            for (Node element : list.elements()) {
                ObjectNode object = ObjectFields.object(element, problems);
                GrantToken token = object == null ? null : token(object, name);
                if (token != null) {
                    tokens.add(token);
                }
            }
        }
        return tokens;
    }

    private @Nullable GrantToken token(ObjectNode object, String grant) {
        ObjectFields fields = ObjectFields.of(object, List.of("sha256", "created", "expires"), problems);
        Node node = fields.require("sha256", null);
        TokenDigest digest = node == null ? null : digest(node, grant);
        Instant created = instant(fields.get("created"));
        Instant expires = instant(fields.get("expires"));
        return digest == null ? null : new GrantToken(digest, created, expires);
    }

    /** The text is not shown where it is no digest: somebody may have put a token here. */
    private @Nullable TokenDigest digest(Node node, String grant) {
        String text = ObjectFields.word(node, problems);
        if (text == null) {
            return null;
        }
        TokenDigest digest;
        try {
            digest = TokenDigest.parse(text);
        } catch (IllegalArgumentException e) {
            problems.report(
                    Diagnostic.BAD_DIGEST, node, "the SHA-256 of the token, in 64 lowercase hexadecimal digits");
            return null;
        }
        String other = grantByDigest.putIfAbsent(digest, grant);
        if (other != null) {
            problems.report(Diagnostic.REPEATED_TOKEN, node, null, Quoted.of(other));
        }
        return digest;
    }

    private @Nullable Instant instant(@Nullable Node node) {
        String text = node == null ? null : ObjectFields.word(node, problems);
        if (node == null || text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            problems.report(Diagnostic.BAD_INSTANT, node, "write it as `2026-01-15T12:00:00Z`", Quoted.of(text));
            return null;
        }
    }
}
