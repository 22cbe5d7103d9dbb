package dev.mcppolicy.format;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The messages that the sources in a folder make exceptions of, with {@code {}} for what is only known when it runs. */
final class ThrownMessages extends TreeScanner<Void, Set<String>> {
    private final Set<String> exceptions;
    private final Map<String, String> constants = new HashMap<>();

    private ThrownMessages(Set<String> exceptions) {
        this.exceptions = exceptions;
    }

    static Set<String> in(Path directory, String... exceptions) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Set<String> messages = new TreeSet<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> entries = Files.walk(directory)) {
            List<Path> sources =
                    entries.filter(file -> file.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            for (CompilationUnitTree unit : task.parse()) {
                ThrownMessages found = new ThrownMessages(Set.of(exceptions));
                unit.accept(found.constants(), messages);
                unit.accept(found, messages);
            }
        }
        return messages;
    }

    @Override
    public Void visitNewClass(NewClassTree made, Set<String> messages) {
        if (exceptions.contains(made.getIdentifier().toString())) {
            messages.add(template(made.getArguments().get(0)));
        }
        return super.visitNewClass(made, messages);
    }

    private TreeScanner<Void, Set<String>> constants() {
        return new TreeScanner<>() {
            @Override
            public Void visitVariable(VariableTree variable, Set<String> messages) {
                if (variable.getModifiers().getFlags().contains(Modifier.STATIC) && variable.getInitializer() != null) {
                    constants.put(variable.getName().toString(), template(variable.getInitializer()));
                }
                return null;
            }
        };
    }

    private String template(ExpressionTree message) {
        if (message instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS && isText(sum)) {
            return template(sum.getLeftOperand()) + template(sum.getRightOperand());
        }
        if (message instanceof IdentifierTree name) {
            return constants.getOrDefault(name.getName().toString(), "{}");
        }
        return message instanceof LiteralTree literal && literal.getValue() instanceof String text ? text : "{}";
    }

    /** Whether a sum joins texts; the others add numbers. */
    private static boolean isText(ExpressionTree part) {
        if (part instanceof BinaryTree sum) {
            return isText(sum.getLeftOperand()) || isText(sum.getRightOperand());
        }
        return (part instanceof LiteralTree literal && literal.getValue() instanceof String)
                || (part instanceof ParenthesizedTree inner && isText(inner.getExpression()));
    }
}
