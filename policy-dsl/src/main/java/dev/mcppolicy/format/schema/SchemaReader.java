package dev.mcppolicy.format.schema;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.DoubleNumbers;
import dev.mcppolicy.format.document.JsonPointers;
import dev.mcppolicy.format.document.ListNode;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.ParserMessage;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.format.document.ScalarNode;
import dev.mcppolicy.format.document.Suggestion;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.operator.ValueTest;
import dev.mcppolicy.text.VisibleText;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON Schema (2020-12) that a rule asks the arguments to match. A schema stands alone: what its references
 * mean is in it.
 */
public final class SchemaReader {
    private static final String ARTIFACT = "com.networknt:json-schema-validator";

    private final Problems problems;
    private final PatternBudget patterns;

    public SchemaReader(Problems problems, PatternBudget patterns) {
        this.problems = problems;
        this.patterns = patterns;
    }

    /** The condition that the arguments match a schema, or null if it is none. */
    public Condition.@Nullable SchemaMatch read(Node node) {
        ObjectNode schema = ObjectFields.object(node, problems);
        if (schema == null || ObjectFields.isUnreadable(schema)) {
            return null;
        }
        SchemaParts parts = new SchemaParts(schema);
        boolean understood = checkDraft(schema, parts);
        if (!understood) {
            return null;
        }
        for (Node part : parts.schemas()) {
            understood &= check(part, parts);
        }
        if (!checkNumbers(schema) || !understood) {
            return null;
        }
        if (schema.members().stream().noneMatch(member -> SchemaKeywords.asserts(member.name()))) {
            problems.report(Diagnostic.CHANGES_NOTHING, schema, null, "the schema asserts nothing");
        }
        String text = CanonicalJson.write(asCurrent(schema));
        try {
            NetworkntSchema.Fault fault = NetworkntSchema.fault(text);
            if (fault != null) {
                Node place = JsonPointers.innermost(schema, fault.pointer());
                problems.report(Diagnostic.BAD_SCHEMA, place, null, ParserMessage.of(fault.message()));
                return null;
            }
            String excess = parts.excess();
            if (excess != null) {
                problems.report(Diagnostic.BAD_SCHEMA, node, null, excess);
                return null;
            }
            RuleSchema compiled = RuleSchema.of(schema.json());
            new SchemaTypeLint(problems, parts).check(schema);
            return new Condition.SchemaMatch(text, compiled);
        } catch (LinkageError e) {
            problems.report(Diagnostic.NO_SCHEMA_VALIDATOR, node, "add " + ARTIFACT);
        } catch (StackOverflowError e) {
            problems.report(Diagnostic.BAD_SCHEMA, node, null, "it refers to itself without end");
        } catch (RuntimeException e) {
            problems.report(Diagnostic.BAD_SCHEMA, node, null, ParserMessage.of(e.getMessage()));
        }
        return null;
    }

    /** Whether a schema that names an older draft has no keyword which that draft reads otherwise. Warns of the draft. */
    private boolean checkDraft(ObjectNode schema, SchemaParts parts) {
        SchemaDraft draft = schema.child("$schema") instanceof ScalarNode scalar && scalar.text() != null
                ? SchemaDraft.of(scalar.text())
                : null;
        if (draft == null) {
            return true;
        }
        boolean alike = true;
        for (Node part : parts.schemas()) {
            if (part instanceof ObjectNode object) {
                for (ObjectNode.Member member : object.members()) {
                    String help = draft.difference(object, member);
                    if (help != null) {
                        problems.reportName(
                                Diagnostic.DRAFT_KEYWORD, object, member, help, member.name(), draft.name());
                        alike = false;
                    }
                }
            }
        }
        if (alike) {
            problems.reportName(
                    Diagnostic.OLDER_DRAFT,
                    schema,
                    Objects.requireNonNull(schema.find("$schema")),
                    "take `$schema` out",
                    draft.name());
        }
        return alike;
    }

    /** The schema as it is read: by the current dialect, whatever draft it names. */
    private static Map<String, @Nullable Object> asCurrent(ObjectNode schema) {
        Map<String, @Nullable Object> json = schema.json();
        if (json.get("$schema") instanceof String) {
            json.put("$schema", SchemaDraft.CURRENT);
        }
        return json;
    }

    private @Nullable String keywordHelp(String keyword) {
        String former = SchemaDraft.former(keyword);
        if (former != null) {
            return former;
        }
        return problems.suggests() ? Suggestion.of(keyword, SchemaKeywords.all()) : null;
    }

    private boolean check(Node schema, SchemaParts parts) {
        boolean good = true;
        if (schema instanceof ObjectNode object) {
            for (ObjectNode.Member member : object.members()) {
                good &= checkKeyword(object, member, parts);
            }
        }
        return good;
    }

    /** Whether the validator, which reads decimals as doubles, holds every number of the schema exactly. */
    private boolean checkNumbers(Node node) {
        boolean good = true;
        if (node instanceof ObjectNode object) {
            for (ObjectNode.Member member : object.members()) {
                good &= checkNumbers(member.value());
            }
        } else if (node instanceof ListNode list) {
            for (Node element : list.elements()) {
                good &= checkNumbers(element);
            }
        } else if (!DoubleNumbers.holds(node.json())) {
            problems.report(Diagnostic.BAD_SCHEMA, node, null, "a schema's numbers must fit a double");
            return false;
        }
        return good;
    }

    private boolean checkKeyword(ObjectNode schema, ObjectNode.Member member, SchemaParts parts) {
        if (!SchemaKeywords.isKnown(member.name())) {
            problems.reportName(
                    Diagnostic.UNKNOWN_KEYWORD, schema, member, keywordHelp(member.name()), Quoted.of(member.name()));
            return false;
        }
        if (SchemaKeywords.isSeeming(member.name())) {
            problems.reportName(
                    Diagnostic.CHANGES_NOTHING,
                    schema,
                    member,
                    "write a `pattern`, or leave it out",
                    "`" + member.name() + "` asserts nothing");
        }
        if (member.name().equals("patternProperties") && member.value() instanceof ObjectNode object) {
            boolean good = true;
            for (ObjectNode.Member property : object.members()) {
                good &= checkPattern(
                        property.name(), property.offset(problems.document()), object.pointerTo(property.name()));
            }
            return good;
        }
        String text = member.value() instanceof ScalarNode scalar ? scalar.text() : null;
        if (text == null) {
            return true;
        }
        if (SchemaKeywords.isReference(member.name()) && parts.targets(text).isEmpty()) {
            problems.report(
                    Diagnostic.SCHEMA_REFERENCE,
                    member.value(),
                    "write what is meant under `$defs` and refer to `#/$defs/name`",
                    Quoted.of(text));
            return false;
        }
        boolean isRoot = schema.equals(parts.root());
        if (member.name().equals("$schema")
                && !text.equals(SchemaDraft.CURRENT)
                && !(isRoot && (SchemaDraft.of(text) != null || SchemaDraft.isCurrent(text)))) {
            problems.report(
                    Diagnostic.SCHEMA_DIALECT, member.value(), "write `" + SchemaDraft.CURRENT + "`", Quoted.of(text));
            return false;
        }
        if (member.name().equals("$id")) {
            problems.report(
                    Diagnostic.SCHEMA_REFERENCE, member.value(), "a rule's schema needs no `$id`", Quoted.of(text));
            return false;
        }
        if (member.name().equals("pattern")) {
            return checkPattern(text, member.value().offset(), member.value().pointer());
        }
        return true;
    }

    private boolean checkPattern(String pattern, int offset, String pointer) {
        if (patterns.isSpent()) {
            return false;
        }
        try {
            // The schema compiles it once more.
            ValueTest test = Operator.REGEX.test(pattern);
            if (patterns.take(test, 2)) {
                patterns.warnIfCostly(test, offset, pointer);
                return true;
            }
            patterns.reportSpent(offset, pointer);
            return false;
        } catch (IllegalArgumentException e) {
            problems.report(
                    Diagnostic.BAD_PATTERN,
                    offset,
                    pointer,
                    PatternHelp.of(pattern),
                    VisibleText.of(String.valueOf(e.getMessage())));
            return false;
        }
    }
}
