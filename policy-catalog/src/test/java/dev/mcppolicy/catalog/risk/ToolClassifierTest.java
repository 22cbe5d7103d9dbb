package dev.mcppolicy.catalog.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.tool.ToolDefinition;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolClassifierTest {
    private static final ToolClassifier CLASSIFIER = ToolClassifier.standard();

    @ParameterizedTest
    @CsvSource({
        "list_pull_requests, READ",
        "create_release, WRITE",
        "merge_pull_request, EXECUTE",
        "firecrawl_monitor_delete, DESTRUCTIVE",
        "deleteUser, DESTRUCTIVE",
        "HTTPServerRestart, EXECUTE",
        "refund_order, FINANCIAL",
        "frobnicate, UNKNOWN"
    })
    void a_verb_of_the_name_says_the_class(String name, ToolClass expected) {
        ToolRisk risk = CLASSIFIER.classify(ToolDefinition.of(Map.of("name", name)));

        assertThat(risk.toolClass()).as("%s", risk.reasons()).isEqualTo(expected);
        assertThat(risk.reasons()).isNotEmpty();
    }
}
