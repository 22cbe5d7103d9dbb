package dev.mcppolicy.documentation;

import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A Java block of a document, made into a compilation unit: with the imports that an editor would add, and statements
 * put into a method whose parameters are what the comment {@code given: TYPE NAME, ...} names.
 */
final class JavaSnippet {
    private static final String IMPORTS = """
            import static dev.mcppolicy.dsl.Terms.*;
            import static org.assertj.core.api.Assertions.*;
            import dev.mcppolicy.approval.*;
            import dev.mcppolicy.audit.*;
            import dev.mcppolicy.counter.*;
            import dev.mcppolicy.decision.*;
            import dev.mcppolicy.dsl.*;
            import dev.mcppolicy.engine.*;
            import dev.mcppolicy.format.*;
            import dev.mcppolicy.mcp.*;
            import dev.mcppolicy.model.*;
            import dev.mcppolicy.testkit.*;
            import io.modelcontextprotocol.common.*;
            import io.modelcontextprotocol.server.*;
            import io.modelcontextprotocol.server.McpServerFeatures.*;
            import io.modelcontextprotocol.spec.*;
            import java.math.*;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.time.*;
            import java.util.*;
            import org.junit.jupiter.api.*;
            """;
    private static final List<String> TYPE_STARTS =
            List.of("class ", "final class ", "public class ", "public final class ", "record ", "interface ", "@");

    private final Document.Block block;

    JavaSnippet(Document.Block block) {
        this.block = block;
    }

    /** What the compiler has to say against the block. */
    List<String> errors() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> options = List.of(
                "-proc:none",
                "-implicit:none",
                "-d",
                System.getProperty("java.io.tmpdir"),
                "-classpath",
                System.getProperty("java.class.path"));
        compiler.getTask(new StringWriter(), null, diagnostics, options, null, List.of(new Unit(source())))
                .call();
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> "line " + (block.line() + diagnostic.getLineNumber() - firstLine()) + ": "
                        + diagnostic.getMessage(null))
                .toList();
    }

    private String source() {
        String body =
                block.text().lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
        String unit = "package snippet;\n" + IMPORTS + imports();
        if (TYPE_STARTS.stream().anyMatch(body.strip()::startsWith)) {
            return unit + body;
        }
        return unit + "class Snippet { static void run(" + given() + ") throws Exception {\n" + body + "\n}}";
    }

    private String imports() {
        return block.text()
                .lines()
                .filter(line -> line.startsWith("import "))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private String given() {
        return block.comment().startsWith("given:") ? block.comment().substring("given:".length()) : "";
    }

    private long firstLine() {
        return IMPORTS.lines().count() + imports().lines().count() + 2;
    }

    private static final class Unit extends SimpleJavaFileObject {
        private final String source;

        Unit(String source) {
            super(URI.create("string:///Snippet.java"), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }
}
