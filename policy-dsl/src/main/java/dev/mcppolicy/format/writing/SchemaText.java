package dev.mcppolicy.format.writing;

import dev.mcppolicy.format.document.DocumentParser;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ParsedDocument;
import dev.mcppolicy.format.document.Problems;

/** The text of a schema, as a value. */
final class SchemaText {
    private SchemaText() {}

    static Object read(String schema) throws NotExpressible {
        ParsedDocument document = new ParsedDocument("schema", schema);
        Problems problems = new Problems(document);
        Node root = DocumentParser.parse(document, problems);
        Object value = root == null || problems.hasErrors() ? null : root.json();
        if (value == null) {
            throw new NotExpressible("the schema is not readable JSON");
        }
        return value;
    }
}
