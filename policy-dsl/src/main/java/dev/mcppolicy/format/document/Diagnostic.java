package dev.mcppolicy.format.document;

import static dev.mcppolicy.format.problem.Severity.ERROR;
import static dev.mcppolicy.format.problem.Severity.WARNING;

import dev.mcppolicy.format.problem.Severity;

/**
 * Every message that the author of a policy, or of a file beside one, can meet: its code, its severity and its wording, in which {@code {}}
 * stands for a part of the document or a reason. {@code docs/diagnostics.md} has a cause and a cure for each.
 */
public enum Diagnostic {
    UNREADABLE_FILE(ERROR, "the file cannot be read: {}"),
    TOO_LARGE(ERROR, "the document is larger than {} MiB"),
    NOT_UTF_8(ERROR, "the text is not UTF-8"),
    EMPTY_DOCUMENT(ERROR, "the document is empty"),
    JSON_SYNTAX(ERROR, "not valid JSON: {}"),
    YAML_SYNTAX(ERROR, "not valid YAML: {}"),
    TOO_DEEP(ERROR, "nested deeper than {} levels"),
    TOO_MANY_VALUES(ERROR, "more than {} values"),
    NAMES_TOO_LONG(ERROR, "names too long: the places of all values come to more than {} MiB"),
    SECOND_DOCUMENT(ERROR, "something follows the end of the policy"),
    DUPLICATE_KEY(ERROR, "duplicate key `{}`"),
    YAML_ALIAS(ERROR, "an alias has no place in a policy: `{}`"),
    YAML_ANCHOR(ERROR, "an anchor has no place in a policy: `{}`"),
    YAML_TAG(ERROR, "a tag has no place in a policy: `{}`"),
    YAML_MERGE_KEY(ERROR, "a merge key has no place in a policy: `<<`"),
    AMBIGUOUS_SCALAR(ERROR, "unquoted `{}` means different things to different readers"),
    NOT_FINITE(ERROR, "`{}` is not a finite number"),
    NUMBER_TOO_LONG(ERROR, "number `{}` has more than 1000 digits or an exponent beyond 10000"),

    UNREADABLE_PART(ERROR, "the reader failed: {}"),
    WRONG_TYPE(ERROR, "expected {}, not {}"),
    UNKNOWN_KEY(ERROR, "unknown key `{}`"),
    MISSING_KEY(ERROR, "missing key `{}`"),
    CONFLICTING_KEYS(ERROR, "`{}` cannot stand together with `{}`"),
    EMPTY_NAME(ERROR, "{} must not be empty"),
    NOT_POSITIVE(ERROR, "`{}` must be more than zero, not `{}`"),
    OUT_OF_RANGE(ERROR, "{}"),

    MIXED_FORMATS(ERROR, "`{}` belongs to the {} format and `{}` to the {} format"),
    BARE_TOOLS(ERROR, "a map of tools without the policy around it"),
    UNKNOWN_VERSION(ERROR, "unknown version `{}`"),
    UNKNOWN_DEFAULT(ERROR, "unknown default `{}`"),
    UNKNOWN_ACTION(ERROR, "unknown action `{}`"),
    UNKNOWN_OPERATOR(ERROR, "unknown operator `{}`"),
    UNKNOWN_WINDOW(ERROR, "unknown window `{}`"),
    UNKNOWN_ZONE(ERROR, "unknown zone `{}`"),
    MISPLACED_ZONE(ERROR, "`zone` belongs to a window of a day, a week or a month"),
    UNKNOWN_SCOPE(ERROR, "unknown scope `{}`"),
    UNKNOWN_MODE(ERROR, "unknown mode `{}`"),

    HIDDEN_TWICE(ERROR, "`{}` is hidden twice"),
    STAR_TOOL(ERROR, "`*` is no tool"),
    PATTERN_TOOL(ERROR, "`{}` is a pattern, which is no tool's name"),
    STARS_ALONE(ERROR, "`{}` is of stars alone"),
    EMPTY_TOOL(ERROR, "tool `{}` has no value"),
    GROUP_NAME(ERROR, "`{}` is no name of a group"),
    EMPTY_GROUP(ERROR, "group `{}` has no tools"),
    GROUP_ACTION(ERROR, "`action: allow` in a group lists nothing"),
    GROUPED_TWICE(ERROR, "`{}` is in the group twice"),
    ENFORCED_IN_SHADOW(ERROR, "a rule in shadow mode, as all under this tool or in this group are, cannot be enforced"),
    UNUSED_REASON(ERROR, "`reason` has nothing to explain here"),
    UNUSED_MODE(ERROR, "`mode` has no rule to be the mode of here"),
    ASKS_NOBODY(ERROR, "`{}` belongs to `action: require_approval`"),
    BAD_TIMEOUT(ERROR, "`{}` is no length of time"),
    UNKNOWN_BY(ERROR, "unknown `by` `{}`"),
    BAD_REMEMBER(ERROR, "{}"),
    WITHOUT_DAILY(ERROR, "`{}` belongs to `daily`"),
    UNKNOWN_AS(ERROR, "`as` is `decimal`, not `{}`"),
    BAD_RATE_LIMIT(ERROR, "`{}` is no rate limit"),

    BAD_PATH(ERROR, "{}"),
    BAD_KEY(ERROR, "{}"),
    STATE_PATH(ERROR, "`{}` reads a counter, which only the intercept format can"),
    UNDECLARED_COUNTER(ERROR, "`{}` reads a counter that no rule declares"),
    SHADOW_COUNTER(ERROR, "`{}` reads a counter that only a rule in shadow mode raises"),
    KEYED_COUNTER(ERROR, "`{}` reads a counter with a key, which only its own rule can"),
    AMBIGUOUS_COUNTER(ERROR, "`{}` can mean more than one counter"),
    DUPLICATE_COUNTER(ERROR, "counter `{}` is declared twice"),
    DUPLICATE_PLACES(ERROR, "two `concurrent` of scope `{}` are of the same calls"),
    BAD_VALUE(ERROR, "{}"),
    BAD_PATTERN(ERROR, "{}"),
    REQUIRED_ALONE(ERROR, "`{}` says what is plainly inside and nothing of what is outside, so no rule fires by it"),
    BAD_PAIR(ERROR, "{}"),
    MISPLACED_OPTIONAL(ERROR, "`optional` has no place {}"),
    MISPLACED_AS(ERROR, "`as` has no place {}"),
    UNKNOWN_DAY(ERROR, "unknown day `{}`"),
    REPEATED_DAY(ERROR, "day `{}` is named twice"),
    NO_DAYS(ERROR, "`days` needs at least one day"),
    BAD_TIME_OF_DAY(ERROR, "`{}` is no time of day"),
    NO_CONDITIONS(ERROR, "`{}` needs at least one condition"),
    NESTED_TOO_DEEP(ERROR, "conditions are nested deeper than {}"),
    MISPLACED_WILDCARD(ERROR, "`{}` has a wildcard, which has no place under `{}`"),
    NESTED_BOUND(ERROR, "`{}` is the rule's own counter, whose bound has no place under `any` or `not`"),
    PATTERNS_TOO_LARGE(ERROR, "all patterns together come to more than 500000 steps"),

    NO_SCHEMA_VALIDATOR(ERROR, "a schema needs a validator, which is not on the class path"),
    BAD_SCHEMA(ERROR, "not a JSON Schema: {}"),
    SCHEMA_REFERENCE(ERROR, "reference `{}` leads out of the schema or nowhere in it"),
    SCHEMA_DIALECT(ERROR, "unknown schema dialect `{}`"),
    DRAFT_KEYWORD(ERROR, "`{}` of {} means something else in 2020-12"),
    UNKNOWN_KEYWORD(ERROR, "unknown schema keyword `{}`"),

    NO_GRANTS(ERROR, "a file of grants is JSON, and this is none"),
    WRITABLE_BY_OTHERS(ERROR, "others than its owner may write the file"),
    BAD_GRANT(ERROR, "{}"),
    BAD_DIGEST(ERROR, "this is no digest of a token"),
    REPEATED_TOKEN(ERROR, "the token stands for grant `{}` already"),
    BAD_INSTANT(ERROR, "`{}` is no instant"),

    NO_TOOLS(ERROR, "this is no list of tools"),
    BAD_PAGE(ERROR, "{}"),
    BAD_DEFINITION(ERROR, "this is no definition of a tool: {}"),
    TOO_MANY_TOOLS(ERROR, "more than {} tools"),

    NO_LOCK(ERROR, "a file of locks is JSON, and this is none"),
    EDITED_LOCK(ERROR, "{}"),
    UNKNOWN_SERVER(ERROR, "there is no lock of a server `{}`"),

    READABLE_BY_OTHERS(WARNING, "others than its owner may read the file"),
    LISTS_NO_TOOL(WARNING, "default deny lists no tool, so every call is denied"),
    LISTS_BY_PATTERN(WARNING, "`{}` lists tools that do not exist yet, too"),
    SHADOW_MODE(WARNING, "the policy is in shadow mode, so it denies nothing"),
    CHANGES_NOTHING(WARNING, "this changes no decision: {}"),
    DENIES_NOTHING(WARNING, "the policy denies nothing"),
    ALL_SHADOW(WARNING, "every rule is in shadow mode, so none of them denies"),
    SHADOW_GROUP(WARNING, "every rule of the group is in shadow mode, so none of them denies"),
    NEVER_MET(WARNING, "no call meets this and `{}`, so every call of the tool is denied: {}"),
    SEPARATE_COUNTERS(WARNING, "counter `{}` here and that of tool `{}` are two, and each admits its own max"),
    AMOUNT_OF_ONE(WARNING, "`{}` is the amount of one element, and the others are not counted"),
    MEMBER_LENGTH(WARNING, "`{}` is a member called `length`, not how long a list or a text is"),
    SLASHED_PATTERN(WARNING, "the slashes of `{}` are looked for as they stand, and the letters after them, too"),
    EMPTY_PATTERN(WARNING, "the empty pattern is found in every string"),
    UNESCAPED_DOT(WARNING, "the dot in `{}` stands for any character"),
    OPEN_URL(WARNING, "the pattern `{}` does not say where the host ends, so `{}` can go on"),
    OLDER_DRAFT(WARNING, "the schema names {}, and is read as 2020-12, in which its keywords mean the same"),
    TRAILING_SPACE(WARNING, "the value `{}` ends in white space"),
    NEVER_TRUE(WARNING, "the conditions can never all be true: {}"),
    ADMITS_NOTHING(WARNING, "no call passes this limit: one call charges more than it admits"),
    DRAFT_MARK(WARNING, "{} left, on {}"),
    ASSERTS_NOTHING(WARNING, "the rule asserts nothing"),
    AVOIDABLE_DENIAL(WARNING, "a call {} avoids this `{}`"),
    AVOIDABLE_WHEN(
            WARNING, "a call that leaves out `{}` is none that the rule concerns, and no requirement asks for it"),
    OTHER_VALUES(WARNING, "the limit is for some values of `{}`, and no rule refuses or counts the others"),
    REMEMBERS_ANY(WARNING, "a yes to one call lets {} with other arguments run"),
    UNTYPED_KEYWORD(WARNING, "`{}` says nothing of values that are no {}s"),
    COSTLY_PATTERN(WARNING, "the pattern has {} steps, so a text of 64 KiB takes more work than a call may"),
    LT_ON_WHOLE_NUMBERS(WARNING, "`lt {}` on a counter of whole numbers admits at most {}"),
    OWN_COUNTER_READ(WARNING, "`{}` is read here as it was before the call, and bounds nothing"),
    KEYED_ALONE(WARNING, "a new value of `{}` opens a new count, and no other limit holds calls of the tool"),
    KEY_OF_ALL(WARNING, "a limit by all arguments stops repetition, and nobody who changes one of them"),
    SESSION_SCOPE(WARNING, "clients open sessions at will, so a limit by session does not hold one that means harm"),
    CLIENTS_WORD(WARNING, "`{}` is the client's own word, so it holds nobody that means harm"),
    GLOB_NAME(WARNING, "in the tool name `{}` the character `{}` stands for itself alone"),
    ODD_CHARACTER(WARNING, "tool name `{}` has the character `{}`, which no name of MCP has"),
    INVISIBLE_CHARACTER(WARNING, "tool name `{}` has the invisible character {}"),
    CONFUSABLE_CHARACTER(WARNING, "tool name `{}` has the character {}, which can look like another"),
    SIMILAR_NAMES(WARNING, "the tools `{}` and `{}` differ in case alone"),
    CONFUSABLE_NAMES(WARNING, "the tools `{}` and `{}` look alike");

    private final Severity severity;
    private final String template;
    private final String code;

    Diagnostic(Severity severity, String template) {
        this.severity = severity;
        this.template = template;
        this.code = code(name());
    }

    public Severity severity() {
        return severity;
    }

    public String template() {
        return template;
    }

    /** The name in documents: {@code unknown-key}. */
    public String code() {
        return code;
    }

    /** The wording with its parts filled in. */
    String message(Object... parts) {
        StringBuilder message = new StringBuilder();
        int from = 0;
        for (Object part : parts) {
            int hole = template.indexOf("{}", from);
            message.append(template, from, hole).append(part);
            from = hole + 2;
        }
        return message.append(template, from, template.length()).toString();
    }

    private static String code(String name) {
        StringBuilder code = new StringBuilder(name.length());
        name.chars().forEach(c -> code.append(c == '_' ? '-' : (char) Character.toLowerCase(c)));
        return code.toString();
    }
}
