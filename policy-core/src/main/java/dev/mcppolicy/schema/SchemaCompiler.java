package dev.mcppolicy.schema;

import dev.mcppolicy.internal.re2j.Pattern;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a {@link JsonSchema} of a JSON object: each schema in it becomes a node, and each reference its target. */
final class SchemaCompiler {
    private static final Pattern SCHEME = Pattern.compile("^https?://");
    private static final Pattern SLASH = Pattern.compile("/");
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

    private static final String HOST = "json-schema.org/";
    /** The dialects in which a schema with a reference is the reference alone. */
    private static final Set<String> OLD_DIALECTS = Set.of(HOST + "draft-06/schema", HOST + "draft-07/schema");

    private static final Set<String> NEW_DIALECTS =
            Set.of(HOST + "draft/2019-09/schema", HOST + "draft/2020-12/schema");
    private static final int DEEPEST = 200;

    private final Map<?, ?> root;
    private final boolean isOld;
    private final String id;
    private final IdentityHashMap<Object, SchemaNode> nodes = new IdentityHashMap<>();
    private final Map<String, Object> anchors = new HashMap<>();
    /** For each schema those that are for the same value. */
    private final Map<SchemaNode, List<SchemaNode>> ofSameValue = new LinkedHashMap<>();

    private boolean asksWhatWasSeen;
    private int depth;

    SchemaCompiler(Map<?, ?> root) {
        this.root = root;
        this.isOld = isOld(root.get("$schema"));
        this.id = root.get("$id") instanceof String text ? withoutFragment(text) : "";
    }

    private static boolean isOld(@Nullable Object dialect) {
        if (dialect == null) {
            return false;
        }
        String name = SCHEME.matcher(withoutFragment(String.valueOf(dialect))).replaceFirst("");
        if (!OLD_DIALECTS.contains(name) && !NEW_DIALECTS.contains(name)) {
            throw new InvalidSchemaException("unknown dialect `" + dialect + "`");
        }
        return OLD_DIALECTS.contains(name);
    }

    private static String withoutFragment(String uri) {
        int hash = uri.indexOf('#');
        return hash < 0 ? uri : uri.substring(0, hash);
    }

    JsonSchema compile() {
        findAnchors(root, true);
        SchemaNode node = node(root, "");
        requireEnds();
        return new JsonSchema(node, asksWhatWasSeen);
    }

    /** Notes the names of schemas wherever they may stand; what looks like one in data is never referred to. */
    private void findAnchors(@Nullable Object value, boolean isRoot) {
        deeper();
        if (value instanceof Map<?, ?> map) {
            for (String keyword : List.of("$anchor", "$dynamicAnchor")) {
                if (map.get(keyword) instanceof String name) {
                    addAnchor(name, map);
                }
            }
            if (!isRoot && map.get("$id") instanceof String own) {
                if (!own.startsWith("#")) {
                    throw new InvalidSchemaException("a part with an `$id` of its own: `" + own + "`");
                }
                addAnchor(own.substring(1), map);
            }
            map.forEach((name, part) -> {
                if (!"const".equals(name)
                        && !"enum".equals(name)
                        && !"default".equals(name)
                        && !"examples".equals(name)) {
                    findAnchors(part, false);
                }
            });
        } else if (value instanceof List<?> list) {
            list.forEach(part -> findAnchors(part, false));
        }
        depth--;
    }

    private void addAnchor(String name, Map<?, ?> schema) {
        Object other = anchors.put(name, schema);
        if (other != null && !other.equals(schema)) {
            throw new InvalidSchemaException("two parts are called `" + name + "`");
        }
    }

    private void deeper() {
        if (++depth > DEEPEST) {
            throw new InvalidSchemaException("nested deeper than " + DEEPEST + " levels");
        }
    }

    /** The node of a schema, which may still be in the making. */
    SchemaNode node(@Nullable Object schema, String pointer) {
        if (schema instanceof Boolean all) {
            return all ? SchemaNode.TRUE : never(pointer);
        }
        if (!(schema instanceof Map<?, ?> keywords)) {
            throw new InvalidSchemaException("no schema at `" + pointer + "`");
        }
        SchemaNode known = nodes.get(schema);
        if (known != null) {
            return known;
        }
        SchemaNode node = new SchemaNode(pointer);
        nodes.put(schema, node);
        deeper();
        node.keywords(new SchemaKeywordReader(this, node, keywords, pointer).read());
        depth--;
        return node;
    }

    private static SchemaNode never(String pointer) {
        SchemaNode never = new SchemaNode(pointer);
        never.keywords(List.of((value, evaluation, seen) -> evaluation.fails("is not allowed")));
        return never;
    }

    /** As {@link #node}, for a schema that is put to the same value as another. */
    SchemaNode nodeOfSameValue(SchemaNode by, @Nullable Object schema, String pointer) {
        SchemaNode node = node(schema, pointer);
        ofSameValue.computeIfAbsent(by, none -> new ArrayList<>()).add(node);
        return node;
    }

    /** Notes that some keyword asks what others have evaluated. */
    void asksWhatWasSeen() {
        asksWhatWasSeen = true;
    }

    boolean isOld() {
        return isOld;
    }

    /** The schema that a reference leads to. */
    SchemaNode target(SchemaNode by, String reference, String pointer) {
        String base = withoutFragment(reference);
        if (!base.isEmpty() && !base.equals(id)) {
            throw new InvalidSchemaException("`" + reference + "` leads out of the schema");
        }
        String fragment = reference.substring(Math.min(reference.length(), base.length() + 1));
        Object target = fragment.isEmpty() || fragment.startsWith("/") ? at(fragment) : anchors.get(fragment);
        if (!(target instanceof Map) && !(target instanceof Boolean)) {
            throw new InvalidSchemaException("`" + reference + "` leads to no schema");
        }
        return nodeOfSameValue(by, target, pointer);
    }

    private @Nullable Object at(String fragment) {
        Object found = root;
        for (String step : SLASH.split(fragment, -1)) {
            if (step.isEmpty() && found == root) {
                continue;
            }
            String name = decoded(step).replace("~1", "/").replace("~0", "~");
            if (found instanceof Map<?, ?> map) {
                found = map.get(name);
            } else if (found instanceof List<?> list && INDEX.matches(name)) {
                int index = Integer.parseInt(name);
                found = index < list.size() ? list.get(index) : null;
            } else {
                return null;
            }
        }
        return found;
    }

    private static String decoded(String step) {
        try {
            return step.contains("%") ? URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8) : step;
        } catch (IllegalArgumentException e) {
            return step;
        }
    }

    /** Refuses references that lead back to their own schema without a step into the value. */
    private void requireEnds() {
        Map<SchemaNode, Boolean> done = new HashMap<>();
        for (SchemaNode start : ofSameValue.keySet()) {
            requireEnds(start, new LinkedHashMap<>(), done, 0);
        }
    }

    private void requireEnds(
            SchemaNode node, Map<SchemaNode, Boolean> onTheWay, Map<SchemaNode, Boolean> done, int steps) {
        if (done.containsKey(node)) {
            return;
        }
        if (onTheWay.put(node, true) != null || steps > DEEPEST) {
            throw new InvalidSchemaException("it refers to itself without end");
        }
        for (SchemaNode next : new HashSet<>(ofSameValue.getOrDefault(node, List.of()))) {
            requireEnds(next, onTheWay, done, steps + 1);
        }
        onTheWay.remove(node);
        done.put(node, true);
    }
}
