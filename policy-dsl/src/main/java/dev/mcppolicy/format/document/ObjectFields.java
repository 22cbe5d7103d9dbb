package dev.mcppolicy.format.document;

import dev.mcppolicy.internal.re2j.Pattern;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The members of one object as a reader asks for them; what is unknown, missing or of another type is a problem. */
public final class ObjectFields {
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,60}");

    private static final List<String> PARTS_OF_A_CONDITION = List.of("path", "op", "value");

    private final ObjectNode object;
    private final Problems problems;

    private ObjectFields(ObjectNode object, Problems problems) {
        this.object = object;
        this.problems = problems;
    }

    /** The members of an object that may have the known keys and no others. */
    public static ObjectFields of(ObjectNode object, List<String> known, Problems problems) {
        List<ObjectNode.Member> members = object.members();
        for (int i = 0; i < members.size(); i++) {
            ObjectNode.Member member = members.get(i);
            if (!isKnown(member.name(), i, known) && !member.misnamed()) {
                problems.reportName(
                        Diagnostic.UNKNOWN_KEY,
                        object,
                        member,
                        help(member.name(), known, problems),
                        Quoted.of(member.name()));
            }
        }
        return new ObjectFields(object, problems);
    }

    /** Most members stand in an object where they stand in the list. */
    private static boolean isKnown(String name, int index, List<String> known) {
        return (index < known.size() && name.equals(known.get(index))) || known.contains(name);
    }

    private static @Nullable String help(String key, List<String> known, Problems problems) {
        if (!problems.suggests()) {
            return null;
        }
        if (PARTS_OF_A_CONDITION.contains(key) && known.contains("conditions")) {
            return "write `conditions: [{ path, op, value }]`";
        }
        String dialect = Dialects.key(key, known);
        if (dialect != null) {
            return dialect;
        }
        String nearest = Suggestion.of(key, known);
        return nearest != null
                ? nearest
                : known.stream().map(each -> "`" + each + "`").collect(Collectors.joining(", ", "known here: ", ""));
    }

    public ObjectNode object() {
        return object;
    }

    public boolean has(String key) {
        return object.find(key) != null;
    }

    /** The value of a key, or null without it. */
    @Nullable
    public Node get(String key) {
        ObjectNode.Member member = object.find(key);
        return member == null ? null : member.value();
    }

    /** The value of a key that must be there. */
    @Nullable
    public Node require(String key, @Nullable String help) {
        Node value = get(key);
        if (value == null && !object.isTorn()) {
            problems.report(Diagnostic.MISSING_KEY, object, help, key);
        }
        return value;
    }

    /** The string of a key, or null without one. */
    @Nullable
    public String text(String key) {
        Node value = get(key);
        return value == null ? null : text(value, problems);
    }

    @Nullable
    public ListNode list(String key) {
        Node value = get(key);
        return value == null ? null : list(value, problems);
    }

    @Nullable
    public ObjectNode object(String key) {
        Node value = get(key);
        return value == null ? null : object(value, problems);
    }

    /** Reports two keys that exclude each other. */
    public boolean conflict(String key, String other) {
        return conflict(key, other, null);
    }

    /** Reports two keys that exclude each other, with a help. */
    public boolean conflict(String key, String other, @Nullable String help) {
        ObjectNode.Member member = object.find(key);
        if (member == null || object.find(other) == null) {
            return false;
        }
        problems.reportName(Diagnostic.CONFLICTING_KEYS, object, member, help, key, other);
        return true;
    }

    /** A string that an author may write as he likes. */
    public static @Nullable String text(Node node, Problems problems) {
        if (node instanceof ScalarNode scalar && scalar.text() == null && scalar.json() != null) {
            String help = "write `\"" + Quoted.of(String.valueOf(scalar.json())) + "\"`";
            problems.report(Diagnostic.WRONG_TYPE, node, help, "a string", node.kind());
            return null;
        }
        return word(node, problems);
    }

    /** A string of which only some are known, so that quotes would not help. */
    public static @Nullable String word(Node node, Problems problems) {
        if (node instanceof ScalarNode scalar && scalar.text() != null) {
            return scalar.text();
        }
        mismatch(node, "a string", problems);
        return null;
    }

    public static @Nullable BigDecimal number(Node node, Problems problems) {
        if (node instanceof ScalarNode scalar && scalar.number() != null) {
            return scalar.number();
        }
        mismatch(node, "a number", problems);
        return null;
    }

    public static @Nullable ListNode list(Node node, Problems problems) {
        if (node instanceof ListNode list) {
            return list;
        }
        mismatch(node, "a list", problems);
        return null;
    }

    public static @Nullable ObjectNode object(Node node, Problems problems) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        mismatch(node, "an object", problems);
        return null;
    }

    /** Reports a value of the wrong type, unless there is a problem of the value already. */
    public static void mismatch(Node node, String wanted, Problems problems) {
        if (!isBroken(node)) {
            problems.report(Diagnostic.WRONG_TYPE, node, mismatchHelp(node, wanted), wanted, node.kind());
        }
    }

    private static @Nullable String mismatchHelp(Node node, String wanted) {
        if (wanted.equals("an object") && node instanceof ListNode list) {
            if (node.parent() == null) {
                return "a policy is one object, with `tools: { name: {} }`";
            }
            return listHelp(list);
        }
        if (wanted.equals("an object") && isOf(node, "/tools")) {
            return "write `{}` to list the tool without rules";
        }
        if (wanted.equals("an object") && node.pointer().equals("/tools") && node instanceof ScalarNode scalar) {
            return "write `tools: { " + nameOf(scalar) + ": {} }`";
        }
        if (wanted.equals("a list") && !(node instanceof ScalarNode scalar && scalar.is(ScalarNode.Kind.NULL))) {
            return "write it in a list: `[ … ]`";
        }
        return null;
    }

    private static @Nullable String listHelp(ListNode list) {
        if (list.pointer().equals("/tools")) {
            return "write `tools: { " + firstName(list) + ": {} }`";
        }
        if (isOf(list, "/tools")) {
            return "write `rules: [ … ]` under the tool, or `require: [ … ]` in the PolicyLayer format";
        }
        return isOf(list, "/groups") ? "write `{ tools: [ … ] }`" : null;
    }

    /** Whether a value is that of a name right under an object of the document. */
    private static boolean isOf(Node node, String pointer) {
        return node.parent() != null && node.parent().pointer().equals(pointer);
    }

    /** The name of the first of the tools that are given as a list, if it can be written as it is. */
    private static String firstName(ListNode list) {
        Node first = list.elements().isEmpty() ? null : list.elements().get(0);
        return nameOf(first instanceof ObjectNode object ? object.child("name") : first);
    }

    private static String nameOf(@Nullable Node named) {
        String name = named instanceof ScalarNode scalar ? scalar.text() : null;
        return name != null && PLAIN_NAME.matches(name) ? name : "name";
    }

    public static boolean isBroken(Node node) {
        return node instanceof ScalarNode scalar && scalar.is(ScalarNode.Kind.BROKEN);
    }

    /** Whether a problem has been reported of a part of the value. */
    public static boolean isUnreadable(Node value) {
        if (value.isTorn() || isBroken(value)) {
            return true;
        }
        if (value instanceof ListNode list) {
            for (Node element : list.elements()) {
                if (isUnreadable(element)) {
                    return true;
                }
            }
        } else if (value instanceof ObjectNode object) {
            for (ObjectNode.Member member : object.members()) {
                if (isUnreadable(member.value())) {
                    return true;
                }
            }
        }
        return false;
    }
}
