package dev.mcppolicy.catalog.draft;

import dev.mcppolicy.operator.Operator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the arguments that are worth a question: text of any kind, in several tools, that names whose or where. */
final class RecurringArguments {
    private static final int LEAST_TOOLS = 3;
    /** What says neither whose nor where is asked of where one in so many tools has it. */
    private static final int OTHERS_SHARE = 3;

    private static final int LONGEST_NAME = 100;
    private static final Set<String> URLS = Set.of("url", "uri", "href", "webhook", "link");
    private static final Set<String> PATHS =
            Set.of("path", "file", "filename", "filepath", "folder", "directory", "dir");
    private static final Set<String> MAIL = Set.of("email", "mail");
    private static final Set<String> WHOSE = Set.of(
            "owner",
            "org",
            "organization",
            "organisation",
            "repo",
            "repository",
            "project",
            "workspace",
            "team",
            "account",
            "customer",
            "tenant",
            "currency",
            "branch",
            "base",
            "head",
            "ref",
            "database",
            "db",
            "schema",
            "table",
            "collection",
            "bucket",
            "region",
            "namespace",
            "cluster",
            "environment",
            "env",
            "channel",
            "site",
            "board",
            "host",
            "hostname",
            "domain",
            "calendar",
            "index",
            "topic",
            "queue",
            "datasource",
            "subscription");
    private static final Set<String> FREE = Set.of(
            "title",
            "body",
            "description",
            "query",
            "q",
            "message",
            "content",
            "text",
            "comment",
            "name",
            "cursor",
            "after",
            "before",
            "since",
            "until",
            "sort",
            "order",
            "filter",
            "format",
            "prompt",
            "search",
            "id",
            "label",
            "direction",
            "fields",
            "date",
            "time",
            "start",
            "end",
            "from",
            "value",
            "key",
            "sha",
            "reason",
            "summary");

    private RecurringArguments() {}

    /** The questions of some tools, the most useful first: what says whose or where, and then what is in most tools. */
    static List<DraftQuestion> of(List<OfferedTool> tools) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Map<String, ArgumentSchema> first = new LinkedHashMap<>();
        for (OfferedTool tool : tools) {
            for (ArgumentSchema argument : tool.arguments()) {
                if (isAsked(argument)) {
                    counts.merge(argument.name(), 1, Integer::sum);
                    first.putIfAbsent(argument.name(), argument);
                }
            }
        }
        int share = Math.max(LEAST_TOOLS, tools.size() / OTHERS_SHARE);
        List<DraftQuestion> questions = new ArrayList<>();
        counts.forEach((name, count) -> {
            ArgumentSchema argument = first.get(name);
            if (argument != null && count >= (rank(argument) == 0 ? LEAST_TOOLS : share) && rank(argument) < 2) {
                questions.add(new DraftQuestion(name, operator(argument), count));
            }
        });
        questions.sort(Comparator.<DraftQuestion>comparingInt(question -> rank(first.get(question.argument())))
                .thenComparing(DraftQuestion::tools, Comparator.reverseOrder())
                .thenComparing(DraftQuestion::argument));
        return List.copyOf(questions);
    }

    /** Whether a rule of a person's answer can be put to an argument. */
    static boolean isAsked(ArgumentSchema argument) {
        return argument.isText()
                && argument.values().isEmpty()
                && !argument.name().isEmpty()
                && argument.name().length() <= LONGEST_NAME;
    }

    private static int rank(@Nullable ArgumentSchema argument) {
        if (argument == null) {
            return 2;
        }
        List<String> words = words(argument.name());
        if (operator(argument) != Operator.IN || words.stream().anyMatch(WHOSE::contains)) {
            return 0;
        }
        return words.stream().anyMatch(FREE::contains) ? 2 : 1;
    }

    private static Operator operator(ArgumentSchema argument) {
        List<String> words = words(argument.name());
        Object format = argument.keywords().get("format");
        if ("uri".equals(format) || words.stream().anyMatch(URLS::contains)) {
            return Operator.HOST_IN;
        }
        if ("email".equals(format) || words.stream().anyMatch(MAIL::contains)) {
            return Operator.EMAIL_IN;
        }
        return words.stream().anyMatch(PATHS::contains) ? Operator.WITHIN : Operator.IN;
    }

    private static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean isAfterSmall = false;
        for (int i = 0; i < name.length(); i++) {
            char each = name.charAt(i);
            boolean isSmall = (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9');
            boolean isCapital = each >= 'A' && each <= 'Z';
            if (isCapital ? isAfterSmall : !isSmall) {
                words.add(word.toString());
                word.setLength(0);
            }
            if (isSmall || isCapital) {
                word.append(each);
            }
            isAfterSmall = isSmall;
        }
        words.add(word.toString());
        return words.stream().map(each -> each.toLowerCase(Locale.ROOT)).toList();
    }
}
