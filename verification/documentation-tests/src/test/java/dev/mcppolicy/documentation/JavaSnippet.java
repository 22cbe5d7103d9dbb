package dev.mcppolicy.documentation;

import dev.mcppolicy.documentation.Document.Block;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Java as a document shows it, made into a class: with the imports that an editor would add, and statements put into a
 * method. It runs in a folder, which stands for the working directory of whoever copies it.
 */
final class JavaSnippet {
    private static final String PACKAGE = "package snippet;\n";
    private static final String IMPORTS = imports();
    private static final List<String> TYPE_STARTS =
            List.of("class ", "final class ", "public class ", "public final class ", "record ", "interface ", "@");

    private final Path folder;
    private final String text;
    private final String parameters;
    private final String result;

    /**
     * Statements.
     *
     * @param folder where they run, and where their class is written to
     * @param parameters what they are given, as a method declares it
     * @param text the statements, or the whole of a class
     * @param result the expression that is returned after them
     */
    JavaSnippet(Path folder, String parameters, String text, String result) {
        this.folder = folder;
        this.parameters = parameters;
        this.text = text.replace("Path.of(\"", "folder.resolve(\"");
        this.result = result;
    }

    /** A block, with the parameters that the comment {@code given: TYPE NAME, ...} names. */
    static JavaSnippet of(Block block, Path folder) {
        return returning("null", block, folder);
    }

    static JavaSnippet returning(String result, Block block, Path folder) {
        return new JavaSnippet(folder, Given.parameters(block), block.text(), result);
    }

    boolean isType() {
        return TYPE_STARTS.stream().anyMatch(body().strip()::startsWith);
    }

    /** What the compiler has to say against it, with the line of the text. */
    List<String> errors() {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> options = List.of(
                "-proc:none",
                "-implicit:none",
                "-d",
                folder.toString(),
                "-classpath",
                System.getProperty("java.class.path"));
        ToolProvider.getSystemJavaCompiler()
                .getTask(new StringWriter(), null, diagnostics, options, null, List.of(new Unit(source())))
                .call();
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> "line " + (diagnostic.getLineNumber() - firstLine()) + ": "
                        + diagnostic.getMessage(Locale.ROOT))
                .toList();
    }

    /** Runs the statements and returns their result. What they throw unchecked, this throws. */
    Object run(Object... given) {
        try (URLClassLoader loader = compiled()) {
            Method run = Arrays.stream(loader.loadClass("snippet.Snippet").getDeclaredMethods())
                    .filter(method -> method.getName().equals("run"))
                    .findFirst()
                    .orElseThrow();
            List<Object> arguments = new ArrayList<>(List.of(folder));
            arguments.addAll(Arrays.asList(given));
            return run.invoke(null, arguments.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        } catch (IOException | ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs the tests of the class that the text is. */
    TestRun runTests() throws IOException, ReflectiveOperationException {
        try (URLClassLoader loader = compiled()) {
            String afterClass = body().substring(body().indexOf("class ") + "class ".length());
            return TestRun.of(loader.loadClass("snippet." + afterClass.split("\\W", 2)[0]));
        }
    }

    private URLClassLoader compiled() throws IOException {
        List<String> errors = errors();
        if (!errors.isEmpty()) {
            throw new AssertionError(text + "\n" + errors);
        }
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, JavaSnippet.class.getClassLoader());
    }

    private String source() {
        String unit = PACKAGE + IMPORTS + ownImports();
        if (isType()) {
            return unit + body();
        }
        String more = parameters.isEmpty() ? "" : ", " + parameters;
        return unit + "public class Snippet { public static Object run(Path folder" + more + ") throws Exception {\n"
                + body() + "\nreturn " + result + ";\n}}";
    }

    private String body() {
        return text.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
    }

    private String ownImports() {
        return text.lines()
                .filter(line -> line.startsWith("import "))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private long firstLine() {
        return PACKAGE.lines().count()
                + IMPORTS.lines().count()
                + ownImports().lines().count()
                + (isType() ? 0 : 1);
    }

    private static String imports() {
        Stream<String> wholePackages = Stream.of(
                "io.modelcontextprotocol.common",
                "io.modelcontextprotocol.server",
                "io.modelcontextprotocol.server.McpServerFeatures",
                "io.modelcontextprotocol.server.transport",
                "io.modelcontextprotocol.spec",
                "io.modelcontextprotocol.spec.McpSchema",
                "jakarta.servlet.http",
                "java.math",
                "java.time",
                "java.util",
                "java.util.concurrent.atomic",
                "java.util.function",
                "java.util.stream",
                "org.junit.jupiter.api");
        return "import java.nio.file.Files;\nimport java.nio.file.Path;\n"
                + "import static dev.mcppolicy.dsl.Terms.*;\nimport static org.assertj.core.api.Assertions.*;\n"
                + Stream.concat(ExportedPackages.all().stream(), wholePackages)
                        .map(each -> "import " + each + ".*;\n")
                        .collect(Collectors.joining());
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
