package dev.mcppolicy.format;

/** The text of a schema, as a value. */
final class SchemaText {
    private SchemaText() {}

    static Object read(String schema) throws Unsayable {
        ParsedDocument document = new ParsedDocument("schema", schema);
        Problems problems = new Problems(document);
        Node root = DocumentParser.parse(document, problems);
        Object value = root == null || problems.hasErrors() ? null : root.json();
        if (value == null) {
            throw new Unsayable("the schema is not readable JSON");
        }
        return value;
    }
}
