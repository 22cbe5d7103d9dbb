package dev.mcppolicy.dsl;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Statements in Java, with the imports that an editor would add.
 *
 * @param given the parameters that the statements may use, as a method declares them
 * @param statements the statements, which return something
 */
record JavaCode(String given, String statements) {
    private static final String IMPORTS = """
        import static dev.mcppolicy.dsl.Terms.*;
        import static org.assertj.core.api.Assertions.*;
        import dev.mcppolicy.dsl.*;
        import dev.mcppolicy.format.*;
        import dev.mcppolicy.model.*;
        import java.math.*;
        import java.time.*;
        import java.util.*;
        """;

    /** What the compiler has to say against the code. */
    List<String> compile(Path classes) {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> options =
                List.of("-proc:none", "-d", classes.toString(), "-classpath", System.getProperty("java.class.path"));
        ToolProvider.getSystemJavaCompiler()
                .getTask(new StringWriter(), null, diagnostics, options, null, List.of(new Unit(source())))
                .call();
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                .toList();
    }

    /** What the code returns. What it throws, this throws. */
    Object run(Path classes, Object... arguments) {
        List<String> errors = compile(classes);
        if (!errors.isEmpty()) {
            throw new AssertionError(statements + "\n" + errors);
        }
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, JavaCode.class.getClassLoader())) {
            for (Method method : loader.loadClass("snippet.Snippet").getMethods()) {
                if (method.getName().equals("run")) {
                    return method.invoke(null, arguments);
                }
            }
            throw new AssertionError("no method");
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        } catch (IOException | ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private String source() {
        return "package snippet;\n" + IMPORTS + "public class Snippet { public static Object run(" + given + ") {\n"
                + statements + "\n}}";
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
