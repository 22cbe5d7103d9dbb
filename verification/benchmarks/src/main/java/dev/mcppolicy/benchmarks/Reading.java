package dev.mcppolicy.benchmarks;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;

/**
 * Reading the document of a thousand tools with five rules each, beside Jackson's streaming parser over the same text.
 *
 * <p>The bare parser steps from token to token, and asks for no string: what it skips it need not decode. The parser
 * with strings asks for every name, string and number, which whoever wants to know what a document says cannot avoid.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Reading {
    private static final TokenStreamFactory JSON = new JsonFactory();
    private static final TokenStreamFactory YAML = new YAMLFactory();

    @State(Scope.Benchmark)
    public static class Documents {
        final String json = PolicyTexts.json();
        final String yaml = PolicyTexts.yaml();
    }

    @Benchmark
    public Policy json(Documents documents) {
        return PolicyReader.parse(documents.json);
    }

    @Benchmark
    public Policy yaml(Documents documents) {
        return PolicyReader.parse(documents.yaml);
    }

    @Benchmark
    public int jsonParser(Documents documents) {
        return tokens(JSON, documents.json);
    }

    @Benchmark
    public int yamlParser(Documents documents) {
        return tokens(YAML, documents.yaml);
    }

    @Benchmark
    public int jsonParserWithStrings(Documents documents) {
        return characters(documents.json);
    }

    private static int tokens(TokenStreamFactory factory, String text) {
        int tokens = 0;
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }

    private static int characters(String text) {
        int characters = 0;
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                characters += parser.getString().length();
            }
        }
        return characters;
    }
}
