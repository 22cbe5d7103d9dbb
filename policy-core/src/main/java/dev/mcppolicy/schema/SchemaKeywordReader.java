package dev.mcppolicy.schema;

import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.operator.ValueTest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Reads the keywords of one schema. Those that look at what the others have seen come last. */
final class SchemaKeywordReader {
    private static final int LARGEST_COUNT = 1_000_000_000;

    private final SchemaCompiler compiler;
    private final SchemaNode node;
    private final Map<?, ?> schema;
    private final String pointer;
    private final List<SchemaNode.Keyword> keywords = new ArrayList<>();

    SchemaKeywordReader(SchemaCompiler compiler, SchemaNode node, Map<?, ?> schema, String pointer) {
        this.compiler = compiler;
        this.node = node;
        this.schema = schema;
        this.pointer = pointer;
    }

    List<SchemaNode.Keyword> read() {
        if (schema.get("$ref") instanceof String reference) {
            addReference(reference, "$ref");
            if (compiler.isOld()) {
                return keywords;
            }
        }
        if (schema.get("$dynamicRef") instanceof String reference) {
            // All parts are of one resource, so the outermost of a name is the only one.
            addReference(reference, "$dynamicRef");
        }
        if (schema.get("$recursiveRef") instanceof String reference) {
            addReference(reference, "$recursiveRef");
        }
        addScalars();
        addLists();
        addObjects();
        addCombinations();
        addUnseen();
        return keywords;
    }

    private void addReference(String reference, String keyword) {
        SchemaNode target = compiler.target(node, reference, pointer + "/" + keyword);
        keywords.add((value, evaluation, seen) -> evaluation.matches(target, value, seen));
    }

    private void addScalars() {
        if (schema.containsKey("type")) {
            keywords.add(ScalarKeywords.type(names("type", schema.get("type"))));
        }
        if (schema.containsKey("const")) {
            List<@Nullable Object> one = new ArrayList<>();
            one.add(schema.get("const"));
            keywords.add(ScalarKeywords.oneOf(one, "is not the one value allowed"));
        }
        if (schema.containsKey("enum")) {
            keywords.add(ScalarKeywords.oneOf(list("enum"), "is none of the values allowed"));
        }
        addBound("minimum", (number, bound) -> number.compareTo(bound) >= 0);
        addBound("maximum", (number, bound) -> number.compareTo(bound) <= 0);
        addBound("exclusiveMinimum", (number, bound) -> number.compareTo(bound) > 0);
        addBound("exclusiveMaximum", (number, bound) -> number.compareTo(bound) < 0);
        if (schema.containsKey("multipleOf")) {
            BigDecimal divisor = number("multipleOf");
            if (divisor.signum() <= 0) {
                throw wrong("multipleOf");
            }
            keywords.add(ScalarKeywords.multipleOf(divisor));
        }
        if (schema.containsKey("minLength")) {
            keywords.add(ScalarKeywords.minLength(count("minLength")));
        }
        if (schema.containsKey("maxLength")) {
            keywords.add(ScalarKeywords.maxLength(count("maxLength")));
        }
        if (schema.containsKey("pattern")) {
            keywords.add(ScalarKeywords.pattern(pattern("pattern", schema.get("pattern"))));
        }
    }

    private void addBound(String keyword, BiPredicate<BigDecimal, BigDecimal> holds) {
        if (schema.containsKey(keyword)) {
            BigDecimal bound = number(keyword);
            keywords.add(ScalarKeywords.bound(number -> holds.test(number, bound), keyword));
        }
    }

    private void addLists() {
        if (schema.containsKey("minItems")) {
            keywords.add(ListKeywords.minItems(count("minItems")));
        }
        if (schema.containsKey("maxItems")) {
            keywords.add(ListKeywords.maxItems(count("maxItems")));
        }
        if (Boolean.TRUE.equals(schema.get("uniqueItems"))) {
            keywords.add(ListKeywords.uniqueItems());
        }
        boolean listOfItems = schema.get("items") instanceof List;
        List<SchemaNode> first = schemas(listOfItems ? "items" : "prefixItems");
        if (!first.isEmpty()) {
            keywords.add(ListKeywords.prefixItems(first));
        }
        SchemaNode others = listOfItems ? part("additionalItems") : part("items");
        if (others != null) {
            keywords.add(ListKeywords.items(others, first.size()));
        }
        SchemaNode contained = part("contains");
        if (contained != null) {
            int least = schema.containsKey("minContains") ? count("minContains") : 1;
            int most = schema.containsKey("maxContains") ? count("maxContains") : LARGEST_COUNT;
            keywords.add(ListKeywords.contains(contained, least, most));
        }
    }

    private void addObjects() {
        if (schema.containsKey("minProperties")) {
            keywords.add(ObjectKeywords.minProperties(count("minProperties")));
        }
        if (schema.containsKey("maxProperties")) {
            keywords.add(ObjectKeywords.maxProperties(count("maxProperties")));
        }
        if (schema.containsKey("required")) {
            keywords.add(ObjectKeywords.required(names("required", schema.get("required"))));
        }
        Map<String, SchemaNode> named = new LinkedHashMap<>();
        members("properties").forEach((name, part) -> named.put(name, node(part, "properties/" + name)));
        if (!named.isEmpty()) {
            keywords.add(ObjectKeywords.properties(named));
        }
        Map<ValueTest, SchemaNode> byPattern = new LinkedHashMap<>();
        members("patternProperties")
                .forEach((name, part) ->
                        byPattern.put(pattern("patternProperties", name), node(part, "patternProperties/" + name)));
        if (!byPattern.isEmpty()) {
            keywords.add(ObjectKeywords.patternProperties(byPattern));
        }
        SchemaNode others = part("additionalProperties");
        if (others != null) {
            keywords.add(ObjectKeywords.additionalProperties(named.keySet(), List.copyOf(byPattern.keySet()), others));
        }
        SchemaNode ofNames = part("propertyNames");
        if (ofNames != null) {
            keywords.add(ObjectKeywords.propertyNames(ofNames));
        }
        addDependencies("dependentRequired");
        addDependencies("dependentSchemas");
        addDependencies("dependencies");
    }

    private void addDependencies(String keyword) {
        Map<String, SchemaNode.Keyword> byName = new LinkedHashMap<>();
        members(keyword).forEach((name, what) -> byName.put(name, dependency(name, what)));
        if (!byName.isEmpty()) {
            keywords.add(ObjectKeywords.dependencies(byName));
        }
    }

    private SchemaNode.Keyword dependency(String name, @Nullable Object what) {
        if (what instanceof List) {
            return ObjectKeywords.required(names("dependentRequired", what));
        }
        SchemaNode dependent = compiler.nodeOfSameValue(node, what, pointer + "/dependentSchemas/" + name);
        return (value, evaluation, seen) -> evaluation.matches(dependent, value, seen);
    }

    private void addCombinations() {
        List<SchemaNode> all = schemasOfSameValue("allOf");
        if (!all.isEmpty()) {
            keywords.add(Combinations.allOf(all));
        }
        List<SchemaNode> any = schemasOfSameValue("anyOf");
        if (!any.isEmpty()) {
            keywords.add(Combinations.anyOf(any));
        }
        List<SchemaNode> one = schemasOfSameValue("oneOf");
        if (!one.isEmpty()) {
            keywords.add(Combinations.oneOf(one));
        }
        SchemaNode not = partOfSameValue("not");
        if (not != null) {
            keywords.add(Combinations.not(not));
        }
        SchemaNode condition = partOfSameValue("if");
        SchemaNode then = partOfSameValue("then");
        SchemaNode otherwise = partOfSameValue("else");
        if (condition != null) {
            keywords.add(Combinations.ifThenElse(
                    condition, then == null ? SchemaNode.TRUE : then, otherwise == null ? SchemaNode.TRUE : otherwise));
        }
    }

    private void addUnseen() {
        SchemaNode items = part("unevaluatedItems");
        if (items != null) {
            compiler.asksWhatWasSeen();
            keywords.add(ListKeywords.unevaluatedItems(items));
        }
        SchemaNode properties = part("unevaluatedProperties");
        if (properties != null) {
            compiler.asksWhatWasSeen();
            keywords.add(ObjectKeywords.unevaluatedProperties(properties));
        }
    }

    private SchemaNode node(@Nullable Object part, String place) {
        return compiler.node(part, pointer + "/" + place);
    }

    private @Nullable SchemaNode part(String keyword) {
        return schema.containsKey(keyword) ? node(schema.get(keyword), keyword) : null;
    }

    private @Nullable SchemaNode partOfSameValue(String keyword) {
        return schema.containsKey(keyword)
                ? compiler.nodeOfSameValue(node, schema.get(keyword), pointer + "/" + keyword)
                : null;
    }

    private List<SchemaNode> schemas(String keyword) {
        List<SchemaNode> found = new ArrayList<>();
        if (schema.containsKey(keyword)) {
            for (Object part : list(keyword)) {
                found.add(node(part, keyword + "/" + found.size()));
            }
        }
        return found;
    }

    private List<SchemaNode> schemasOfSameValue(String keyword) {
        List<SchemaNode> found = new ArrayList<>();
        if (schema.containsKey(keyword)) {
            for (Object part : list(keyword)) {
                found.add(compiler.nodeOfSameValue(node, part, pointer + "/" + keyword + "/" + found.size()));
            }
            if (found.isEmpty()) {
                throw wrong(keyword);
            }
        }
        return found;
    }

    private List<?> list(String keyword) {
        if (schema.get(keyword) instanceof List<?> list) {
            return list;
        }
        throw wrong(keyword);
    }

    private Map<String, @Nullable Object> members(String keyword) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (schema.containsKey(keyword)) {
            if (!(schema.get(keyword) instanceof Map<?, ?> map)) {
                throw wrong(keyword);
            }
            map.forEach((name, part) -> members.put(String.valueOf(name), part));
        }
        return members;
    }

    /** A list of names; of types, one alone stands for itself. */
    private List<String> names(String keyword, @Nullable Object value) {
        List<String> names = new ArrayList<>();
        List<?> all;
        if (value instanceof List<?> list) {
            all = list;
        } else if (value instanceof String && keyword.equals("type")) {
            all = List.of(value);
        } else {
            throw wrong(keyword);
        }
        for (Object name : all) {
            if (!(name instanceof String text)) {
                throw wrong(keyword);
            }
            names.add(text);
        }
        return names;
    }

    private BigDecimal number(String keyword) {
        BigDecimal number = JsonNumber.exact(schema.get(keyword));
        if (number == null) {
            throw wrong(keyword);
        }
        return number;
    }

    private int count(String keyword) {
        BigDecimal number = number(keyword);
        if (number.signum() < 0) {
            throw wrong(keyword);
        }
        return number.min(BigDecimal.valueOf(LARGEST_COUNT)).intValue();
    }

    private ValueTest pattern(String keyword, @Nullable Object pattern) {
        if (!(pattern instanceof String)) {
            throw wrong(keyword);
        }
        try {
            return Operator.REGEX.test(pattern);
        } catch (IllegalArgumentException e) {
            throw new InvalidSchemaException("`" + pointer + "/" + keyword + "`: " + e.getMessage());
        }
    }

    private InvalidSchemaException wrong(String keyword) {
        return new InvalidSchemaException("`" + pointer + "/" + keyword + "` has a value that the keyword cannot have");
    }
}
