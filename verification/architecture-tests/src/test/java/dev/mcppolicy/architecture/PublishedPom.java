package dev.mcppolicy.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A POM as users get it: the build has written it, with all that it inherits and without what only the build needs. */
record PublishedPom(String artifactId, Document document) {
    private static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();

    /** Where a module is built, from where it lies: the same for all modules, so this one's tells the others'. */
    private static final Path BUILD_DIRECTORY = buildDirectory();

    /** A dependency that the POM names or manages. */
    record Dependency(String groupId, String artifactId, String version, String scope, boolean optional) {

        /** Whether whoever depends on the module gets it too. */
        boolean isHandedOn() {
            return !optional && (scope.equals("compile") || scope.equals("runtime"));
        }

        @Override
        public String toString() {
            return groupId + ":" + artifactId + ":" + version + ":" + scope + (optional ? " (optional)" : "");
        }
    }

    static PublishedPom of(String artifactId) {
        Path file = PROJECT.resolve(artifactId).resolve(BUILD_DIRECTORY).resolve("published-pom.xml");
        assertThat(file).isRegularFile();
        try {
            return new PublishedPom(
                    artifactId,
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()));
        } catch (Exception e) {
            throw new AssertionError("unreadable: " + file, e);
        }
    }

    /** The text of the element that these names lead to from the root; empty if there is none. */
    String text(String... names) {
        Element element = document.getDocumentElement();
        for (String name : names) {
            List<Element> children = children(element, name);
            if (children.isEmpty()) {
                return "";
            }
            element = children.get(0);
        }
        return element.getTextContent().strip();
    }

    List<Dependency> dependencies() {
        return children(document.getDocumentElement(), "dependencies").stream()
                .flatMap(list -> children(list, "dependency").stream())
                .map(PublishedPom::dependency)
                .toList();
    }

    List<Dependency> managedDependencies() {
        return children(document.getDocumentElement(), "dependencyManagement").stream()
                .flatMap(management -> children(management, "dependencies").stream())
                .flatMap(list -> children(list, "dependency").stream())
                .map(PublishedPom::dependency)
                .toList();
    }

    private static Path buildDirectory() {
        try {
            Path classes = Path.of(PublishedPom.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Path.of("").toAbsolutePath().relativize(classes.getParent());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Dependency dependency(Element element) {
        return new Dependency(
                textOf(element, "groupId", ""),
                textOf(element, "artifactId", ""),
                textOf(element, "version", ""),
                textOf(element, "scope", "compile"),
                textOf(element, "optional", "").equals("true"));
    }

    private static String textOf(Element parent, String child, String otherwise) {
        List<Element> found = children(parent, child);
        return found.isEmpty() ? otherwise : found.get(0).getTextContent().strip();
    }

    private static List<Element> children(Element parent, String name) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node instanceof Element && node.getNodeName().equals(name))
                .map(node -> (Element) node)
                .toList();
    }
}
