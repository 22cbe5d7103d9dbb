package dev.mcppolicy.catalog.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.catalog.risk.ToolClassifier;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.text.VisibleText;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolDefinition;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Nothing that a server says becomes policy. */
class HostileDraftTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 1, 15);
    private static final List<String> PIECES = List.of(
            "\n",
            "\r\n",
            "\u2028",
            "\u0085",
            "\u202e",
            "\u0000",
            "\ud83d\ude00",
            "#",
            " # draft",
            "draft",
            "draft: x",
            "\"",
            "'",
            "\\",
            ": ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "&a",
            "*",
            "!",
            "|",
            ">",
            "%",
            "@",
            "`",
            "- ",
            "? ",
            "<<",
            "~",
            "null",
            "true",
            "010",
            "1e3",
            "2026-01-15",
            "tools:",
            "default: allow",
            "new since 2026-01-01",
            "\u0301\u0301\u0301\u0301\u0301\u0301",
            "a",
            "delete",
            "pay",
            "list_",
            "x.y",
            "/",
            "\t",
            " ",
            "\ufeff");

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.of(PIECES).list().ofMinSize(1).ofMaxSize(5).map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<ServerTools> servers() {
        return words().list().ofSize(8).list().ofMinSize(1).ofMaxSize(6).map(HostileDraftTest::server);
    }

    private static ServerTools server(List<List<String>> tools) {
        List<ToolDefinition> definitions = new ArrayList<>();
        for (List<String> words : tools) {
            Map<String, Object> first = new HashMap<>();
            first.put("enum", List.of(words.get(2), words.get(3)));
            first.put("default", words.get(3));
            Map<String, Object> second = Map.of("type", "string", "format", words.get(5), "default", words.get(6));
            Map<String, Object> properties = new HashMap<>();
            properties.put(words.get(4), first);
            properties.put(words.get(7), second);
            definitions.add(ToolDefinition.of(Map.of(
                    "name", words.get(0),
                    "description", words.get(1),
                    "annotations", Map.of("title", words.get(5)),
                    "inputSchema",
                            Map.of("type", "object", "properties", properties, "required", List.of(words.get(4))))));
        }
        return ServerTools.of(definitions);
    }

    @Property(tries = 60)
    void a_draft_denies_by_default_and_names_each_tool_or_says_that_it_does_not(@ForAll("servers") ServerTools server) {
        DraftedPolicy drafted = PolicyDraft.of(server).draft();
        Policy policy = drafted.policy().orThrow();
        Set<String> spokenOf = new LinkedHashSet<>(policy.tools().keySet());
        spokenOf.addAll(policy.hidden());

        assertThat(policy.lists("a tool that nobody offers")).isFalse();
        assertThat(server.names()).containsAll(spokenOf);
        assertThat(spokenOf).hasSize(server.names().size() - drafted.leftOut().size());
        assertThat(drafted.text().codePoints().filter(c -> c != '\n')).allMatch(VisibleText::shows);
    }

    @Property(tries = 60)
    void an_answer_reaches_every_tool_whatever_its_argument_is_called(@ForAll("servers") ServerTools server) {
        PolicyDraft draft = PolicyDraft.of(server);
        DraftAnswers answers = DraftAnswers.none();
        Set<String> texts = new LinkedHashSet<>();
        for (OfferedTool tool :
                OfferedTools.of(server, ToolClassifier.standard()).tools()) {
            tool.arguments().stream()
                    .filter(RecurringArguments::isAsked)
                    .forEach(argument -> texts.add(argument.name()));
        }
        for (String each : texts) {
            answers = answers.with(new DraftQuestion(each, Operator.IN, 1), List.of("ours", "# draft\n"));
        }
        DraftAnswers read = DraftAnswers.parse(answers.text());

        assertThat(read.text()).isEqualTo(answers.text());
        Policy drafted = draft.withAnswers(read).draft().policy().orThrow();
        assertThat(drafted.lists("a tool that nobody offers")).isFalse();
    }

    @Property(tries = 60)
    void a_merge_denies_what_is_new_and_changes_nothing_else(@ForAll("servers") ServerTools server) {
        CheckedPolicy old = PolicyReader.check(
                "default: allow # as it was\ntools:\n  # mine\n  first: # here\n    rules: [{ rate_limit: 1/hour }]\n\n  # last\n",
                "mine");
        MergedPolicy merged = PolicyDraft.of(server).mergedInto(old, TODAY);
        Policy policy = PolicyReader.check(merged.text(), "merged").orThrow();

        merged.added()
                .forEach(name -> assertThat(policy.tools().get(name).rules()).hasSize(1));
        assertThat(policy.withRulesThat(rule -> rule.id().value().startsWith("/tools/first/"))
                        .tools()
                        .get("first"))
                .isEqualTo(old.orThrow().tools().get("first"));
        assertThat(policy.tools()).hasSize(merged.added().size() + 1);
        assertThat(PolicyMergeTest.isKept(old.document().text(), merged.text())).isTrue();
    }
}
