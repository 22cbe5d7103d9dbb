package dev.mcppolicy.tool;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.ArgumentPath.Element;
import dev.mcppolicy.model.condition.ArgumentPath.Member;
import dev.mcppolicy.model.condition.ArgumentPath.Step;
import dev.mcppolicy.tool.ArgumentFacts.Standing;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tool's input schema, as far as it tells what may stand at a path. It errs on one side: it may take a value for
 * possible that no valid call has, and never the reverse. What it does not understand it takes for open.
 *
 * <p>A schema may be anything, also one that leads back to itself or multiplies: past a bound on the parts that are looked
 * at for one path, nothing is known of that path.
 */
final class ArgumentSchema {
    private static final int MOST_PARTS = 5_000;
    private static final int DEEPEST = 40;
    private static final int MOST_RANGES = 40;
    private static final int MOST_NAMES = 500;
    private static final int MOST_DEFAULTS = 100;
    private static final int LONGEST_NAME_TO_MATCH = 200;

    /** Whether a schema names a member. */
    private enum Naming {
        /** It does. */
        NAMED,
        /** It takes others than it names. */
        OPEN,
        /** It names some, and not this one. */
        MISSING,
        /** It says nothing of names. */
        SILENT,
        /** It admits no object at all. */
        NO_OBJECT
    }

    private final CheckWork work;
    private final SchemaReading reading;
    private final SchemaPlace root;
    private final Map<ArgumentPath, ArgumentFacts> known = new HashMap<>();
    private final IdentityHashMap<Map<?, ?>, ValueRange> ranges = new IdentityHashMap<>();
    private final IdentityHashMap<Map<?, ?>, List<SchemaPlace>> parts = new IdentityHashMap<>();
    private int left;
    private boolean cut;
    private @Nullable Boolean namesSome;
    private @Nullable Boolean takesOthers;

    ArgumentSchema(@Nullable Object schema, CheckWork work) {
        this.work = work;
        this.reading = new SchemaReading(schema instanceof Map<?, ?> document ? document : Map.of());
        this.root = schema instanceof Map ? reading.place(schema) : SchemaPlace.UNREAD;
    }

    /** Whether the schema says which arguments there are, and what was asked of it was not too much to find out. */
    boolean isRead() {
        Boolean told = namesSome;
        if (told == null) {
            left = MOST_PARTS;
            boolean names =
                    naming(root, "", true, 0) == Naming.MISSING || !names(root).isEmpty();
            told = names && admits(root, JsonType.OBJECT);
            namesSome = told;
        }
        return told && !cut;
    }

    /** Whether a call may have arguments that the schema does not name. */
    boolean takesOthers() {
        Boolean told = takesOthers;
        if (told == null) {
            left = MOST_PARTS;
            told = !isClosed(root, 0);
            takesOthers = told;
        }
        return told;
    }

    /** What is known of the values at a path. */
    ArgumentFacts at(ArgumentPath path) {
        ArgumentFacts facts = known.get(path);
        if (facts == null) {
            left = MOST_PARTS;
            facts = look(path);
            work.takeParts(MOST_PARTS - left);
            if (left < 0) {
                cut = true;
                facts = ArgumentFacts.NOTHING;
            }
            known.put(path, facts);
        }
        return facts;
    }

    private ArgumentFacts look(ArgumentPath path) {
        if (!admits(root, JsonType.OBJECT)) {
            return ArgumentFacts.NOTHING;
        }
        SchemaPlace place = root;
        List<ValueRange> values = List.of(ValueRange.ANY);
        boolean isKnown = true;
        boolean isRequired = true;
        boolean isOptional = false;
        List<Object> defaults = new ArrayList<>();
        List<Step> steps = path.steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            JsonType container = step instanceof Member ? JsonType.OBJECT : JsonType.ARRAY;
            if (i > 0) {
                if (values.stream().noneMatch(range -> range.types().contains(container))) {
                    return ArgumentFacts.astray(i, values);
                }
                isRequired &= values.stream().allMatch(range -> range.types().equals(Set.of(container)));
            }
            boolean mayBeLeftOut = false;
            if (step instanceof Member member) {
                Naming naming = naming(place, member.name(), i == 0, 0);
                if (naming == Naming.MISSING) {
                    return ArgumentFacts.unknown(i, names(place));
                }
                boolean demanded = demands(place, member.name(), 0);
                isKnown &= naming == Naming.NAMED;
                mayBeLeftOut = isKnown && !demanded;
                isRequired &= demanded;
            } else {
                isRequired &= leastElements(place, 0) > (step instanceof Element element ? element.index() : 0);
            }
            place = inside(place, step, 0);
            values = ranges(place, 0);
            isRequired &= values.stream().noneMatch(range -> range.types().contains(JsonType.NULL));
            mayBeLeftOut |= isKnown && step instanceof Member && values.stream().anyMatch(ValueRange::isNullable);
            isOptional |= mayBeLeftOut;
            if (mayBeLeftOut) {
                addDefaults(defaultOf(place, 0), steps.subList(i + 1, steps.size()), defaults);
            }
        }
        return new ArgumentFacts(
                isKnown ? Standing.KNOWN : Standing.OPEN,
                steps.size(),
                List.of(),
                values,
                isRequired,
                isOptional,
                List.copyOf(defaults));
    }

    /** The place one step inwards. */
    private SchemaPlace inside(SchemaPlace place, Step step, int depth) {
        if (isTooMuch(place, depth)) {
            return SchemaPlace.UNREAD;
        }
        if (place instanceof SchemaPlace.All all) {
            return SchemaPlace.all(all.parts().stream()
                    .map(part -> inside(part, step, depth + 1))
                    .toList());
        }
        if (place instanceof SchemaPlace.Any any) {
            return SchemaPlace.any(any.parts().stream()
                    .map(part -> inside(part, step, depth + 1))
                    .toList());
        }
        if (!(place instanceof SchemaPlace.One one)) {
            return SchemaPlace.UNREAD;
        }
        JsonType container = step instanceof Member ? JsonType.OBJECT : JsonType.ARRAY;
        if (!range(one).types().contains(container)) {
            return SchemaPlace.NEVER;
        }
        List<SchemaPlace> all = new ArrayList<>();
        if (step instanceof Member member) {
            all.add(member(reading.keywords(one), member.name()));
        } else {
            all.add(element(reading.keywords(one), step));
        }
        for (SchemaPlace part : parts(one)) {
            all.add(inside(part, step, depth + 1));
        }
        return SchemaPlace.all(all);
    }

    private SchemaPlace member(Map<?, ?> schema, String name) {
        List<SchemaPlace> all = new ArrayList<>();
        Map<?, ?> properties = SchemaReading.members(schema, "properties");
        boolean isNamed = properties.containsKey(name);
        if (isNamed) {
            all.add(place(properties.get(name)));
        }
        for (Map.Entry<?, ?> pattern :
                SchemaReading.members(schema, "patternProperties").entrySet()) {
            Truth matches = matches(pattern.getKey(), name);
            isNamed |= matches != Truth.FALSE;
            if (matches == Truth.TRUE) {
                all.add(place(pattern.getValue()));
            }
        }
        if (!isNamed && schema.containsKey("additionalProperties")) {
            all.add(place(schema.get("additionalProperties")));
        }
        return SchemaPlace.all(all);
    }

    private SchemaPlace element(Map<?, ?> schema, Step step) {
        boolean isListOfItems = schema.get("items") instanceof List;
        Object first = schema.get(isListOfItems ? "items" : "prefixItems");
        List<?> schemas = first instanceof List<?> list ? list : List.of();
        String others = isListOfItems ? "additionalItems" : "items";
        SchemaPlace rest = schema.containsKey(others) ? place(schema.get(others)) : SchemaPlace.ANY;
        if (step instanceof Element element) {
            return element.index() < schemas.size() ? place(schemas.get(element.index())) : rest;
        }
        List<SchemaPlace> each = new ArrayList<>();
        schemas.forEach(part -> each.add(place(part)));
        each.add(rest);
        left -= each.size();
        return SchemaPlace.any(each);
    }

    private SchemaPlace place(@Nullable Object part) {
        return reading.place(part);
    }

    private Truth matches(@Nullable Object pattern, String name) {
        left -= 10;
        return pattern == null || name.length() > LONGEST_NAME_TO_MATCH
                ? Truth.CANNOT_TELL
                : SchemaReading.matches(pattern, name);
    }

    private Naming naming(SchemaPlace place, String name, boolean isRoot, int depth) {
        if (isTooMuch(place, depth)) {
            return Naming.OPEN;
        }
        if (place instanceof SchemaPlace.Any any) {
            return oneOf(any.parts().stream()
                    .map(part -> naming(part, name, isRoot, depth + 1))
                    .toList());
        }
        if (place instanceof SchemaPlace.All all) {
            return allOf(all.parts().stream()
                    .map(part -> naming(part, name, isRoot, depth + 1))
                    .toList());
        }
        if (!(place instanceof SchemaPlace.One one)) {
            return Naming.OPEN;
        }
        if (!range(one).types().contains(JsonType.OBJECT)) {
            return Naming.NO_OBJECT;
        }
        List<Naming> all = new ArrayList<>();
        all.add(ownNaming(reading.keywords(one), name, isRoot));
        for (SchemaPlace part : parts(one)) {
            all.add(naming(part, name, isRoot, depth + 1));
        }
        return allOf(all);
    }

    /** What one of some schemas says; those that say nothing leave it to the others that the value is to match. */
    private static Naming oneOf(List<Naming> each) {
        List<Naming> some =
                each.stream().filter(naming -> naming != Naming.NO_OBJECT).toList();
        if (some.isEmpty()) {
            return Naming.NO_OBJECT;
        }
        for (Naming strongest : List.of(Naming.NAMED, Naming.OPEN, Naming.SILENT)) {
            if (some.contains(strongest)) {
                return strongest;
            }
        }
        return Naming.MISSING;
    }

    /** What some schemas that all hold say together: a name that one knows is known, whatever the others name. */
    private static Naming allOf(List<Naming> each) {
        for (Naming strongest : List.of(Naming.NO_OBJECT, Naming.NAMED, Naming.OPEN, Naming.MISSING)) {
            if (each.contains(strongest)) {
                return strongest;
            }
        }
        return Naming.SILENT;
    }

    private Naming ownNaming(Map<?, ?> schema, String name, boolean isRoot) {
        Map<?, ?> properties = SchemaReading.members(schema, "properties");
        if (properties.containsKey(name)
                || SchemaReading.lists(schema.get("required"), name)
                || SchemaReading.members(schema, "dependentRequired").containsKey(name)) {
            return Naming.NAMED;
        }
        for (Object pattern : SchemaReading.members(schema, "patternProperties").keySet()) {
            if (matches(pattern, name) != Truth.FALSE) {
                return Naming.OPEN;
            }
        }
        for (String keyword : List.of("additionalProperties", "unevaluatedProperties")) {
            if (schema.containsKey(keyword)) {
                return Boolean.FALSE.equals(schema.get(keyword)) ? Naming.MISSING : Naming.OPEN;
            }
        }
        // Within the arguments an object without names is one of which the server does not say what is in it.
        boolean namesAll = schema.get("properties") instanceof Map && (isRoot || !properties.isEmpty());
        return namesAll ? Naming.MISSING : Naming.SILENT;
    }

    private List<String> names(SchemaPlace place) {
        Set<String> names = new LinkedHashSet<>();
        addNames(place, names, 0);
        return List.copyOf(names);
    }

    private void addNames(SchemaPlace place, Set<String> names, int depth) {
        if (isTooMuch(place, depth)) {
            return;
        }
        if (place instanceof SchemaPlace.Any any) {
            any.parts().forEach(part -> addNames(part, names, depth + 1));
        } else if (place instanceof SchemaPlace.All all) {
            all.parts().forEach(part -> addNames(part, names, depth + 1));
        } else if (place instanceof SchemaPlace.One one) {
            for (Object name :
                    SchemaReading.members(reading.keywords(one), "properties").keySet()) {
                if (name instanceof String text && names.size() < MOST_NAMES) {
                    names.add(text);
                }
            }
            parts(one).forEach(part -> addNames(part, names, depth + 1));
        }
    }

    /** Whether every object that may stand at a place has a member. */
    private boolean demands(SchemaPlace place, String name, int depth) {
        if (isTooMuch(place, depth)) {
            return false;
        }
        if (place instanceof SchemaPlace.Any any) {
            return any.parts().stream().allMatch(part -> demands(part, name, depth + 1));
        }
        if (place instanceof SchemaPlace.All all) {
            return all.parts().stream().anyMatch(part -> demands(part, name, depth + 1));
        }
        if (!(place instanceof SchemaPlace.One one)) {
            return false;
        }
        return SchemaReading.lists(reading.keywords(one).get("required"), name)
                || parts(one).stream().anyMatch(part -> demands(part, name, depth + 1));
    }

    /** The least elements that every list at a place has. */
    private long leastElements(SchemaPlace place, int depth) {
        if (isTooMuch(place, depth)) {
            return 0;
        }
        if (place instanceof SchemaPlace.Any any) {
            return any.parts().stream()
                    .mapToLong(part -> leastElements(part, depth + 1))
                    .min()
                    .orElse(0);
        }
        if (place instanceof SchemaPlace.All all) {
            return all.parts().stream()
                    .mapToLong(part -> leastElements(part, depth + 1))
                    .max()
                    .orElse(0);
        }
        if (!(place instanceof SchemaPlace.One one)) {
            return 0;
        }
        BigDecimal own = JsonNumber.exact(reading.keywords(one).get("minItems"));
        long least = own == null || own.signum() < 0
                ? 0
                : own.min(BigDecimal.valueOf(Integer.MAX_VALUE)).longValue();
        for (SchemaPlace part : parts(one)) {
            least = Math.max(least, leastElements(part, depth + 1));
        }
        return least;
    }

    /** Whether no other members than those named are valid. */
    private boolean isClosed(SchemaPlace place, int depth) {
        if (isTooMuch(place, depth)) {
            return false;
        }
        if (place instanceof SchemaPlace.Any any) {
            return any.parts().stream().allMatch(part -> isClosed(part, depth + 1));
        }
        if (place instanceof SchemaPlace.All all) {
            return all.parts().stream().anyMatch(part -> isClosed(part, depth + 1));
        }
        if (!(place instanceof SchemaPlace.One one)) {
            return false;
        }
        Map<?, ?> own = reading.keywords(one);
        boolean isClosed = Boolean.FALSE.equals(own.get("additionalProperties"))
                || Boolean.FALSE.equals(own.get("unevaluatedProperties"));
        return (isClosed && SchemaReading.members(own, "patternProperties").isEmpty())
                || parts(one).stream().anyMatch(part -> isClosed(part, depth + 1));
    }

    private @Nullable Object defaultOf(SchemaPlace place, int depth) {
        if (isTooMuch(place, depth)) {
            return null;
        }
        if (place instanceof SchemaPlace.All all) {
            return firstDefault(all.parts(), depth);
        }
        if (!(place instanceof SchemaPlace.One one)) {
            return null;
        }
        Object own = reading.keywords(one).get("default");
        return own != null ? own : firstDefault(parts(one), depth);
    }

    private @Nullable Object firstDefault(List<SchemaPlace> parts, int depth) {
        for (SchemaPlace part : parts) {
            Object found = defaultOf(part, depth + 1);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static void addDefaults(@Nullable Object value, List<Step> steps, List<Object> defaults) {
        if (value == null || defaults.size() == MOST_DEFAULTS) {
            return;
        }
        if (steps.isEmpty()) {
            defaults.add(value);
            return;
        }
        List<Step> others = steps.subList(1, steps.size());
        Step step = steps.get(0);
        if (step instanceof Member member && value instanceof Map<?, ?> map) {
            addDefaults(map.get(member.name()), others, defaults);
        } else if (step instanceof Element element && value instanceof List<?> list) {
            addDefaults(element.index() < list.size() ? list.get(element.index()) : null, others, defaults);
        } else if (step instanceof ArgumentPath.EveryElement && value instanceof List<?> list) {
            list.forEach(each -> addDefaults(each, others, defaults));
        }
    }

    private boolean admits(SchemaPlace place, JsonType type) {
        return ranges(place, 0).stream().anyMatch(range -> range.types().contains(type));
    }

    /** The values that may stand at a place: those of any of some ranges. */
    private List<ValueRange> ranges(SchemaPlace place, int depth) {
        if (isTooMuch(place, depth)) {
            return List.of(ValueRange.ANY);
        }
        if (place instanceof SchemaPlace.Any any) {
            List<ValueRange> all = new ArrayList<>();
            for (SchemaPlace part : any.parts()) {
                all.addAll(ranges(part, depth + 1));
                if (all.size() > MOST_RANGES) {
                    return List.of(ValueRange.ANY);
                }
            }
            return all;
        }
        if (place instanceof SchemaPlace.All all) {
            List<ValueRange> both = List.of(ValueRange.ANY);
            for (SchemaPlace part : all.parts()) {
                both = both(both, ranges(part, depth + 1));
            }
            return both;
        }
        if (!(place instanceof SchemaPlace.One one)) {
            return List.of(ValueRange.ANY);
        }
        List<ValueRange> both = List.of(range(one));
        for (SchemaPlace part : parts(one)) {
            both = both(both, ranges(part, depth + 1));
        }
        return both.stream().filter(range -> !range.isEmpty()).toList();
    }

    /** What is in one of some ranges and in one of others; where that is too many, what is in one of the first. */
    private static List<ValueRange> both(List<ValueRange> some, List<ValueRange> others) {
        if (some.size() * others.size() > MOST_RANGES) {
            return some;
        }
        List<ValueRange> both = new ArrayList<>();
        for (ValueRange one : some) {
            for (ValueRange other : others) {
                ValueRange common = one.and(other);
                if (!common.isEmpty()) {
                    both.add(common);
                }
            }
        }
        return both;
    }

    private ValueRange range(SchemaPlace.One place) {
        Map<?, ?> keywords = reading.keywords(place);
        return ranges.computeIfAbsent(keywords, ValueRange::of);
    }

    private List<SchemaPlace> parts(SchemaPlace.One place) {
        return parts.computeIfAbsent(place.schema(), schema -> reading.parts(place));
    }

    /** Takes the work of looking at a place, and says whether there is none left for it. */
    private boolean isTooMuch(SchemaPlace place, int depth) {
        left -= place instanceof SchemaPlace.All all
                ? all.parts().size() + 1
                : place instanceof SchemaPlace.Any any ? any.parts().size() + 1 : 1;
        return left < 0 || depth > DEEPEST;
    }
}
