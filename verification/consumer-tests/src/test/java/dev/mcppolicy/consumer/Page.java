package dev.mcppolicy.consumer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A document of the project, and the fenced blocks that a reader copies from it. */
record Page(String text) {
    static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();

    static Page of(String name) throws IOException {
        return new Page(Files.readString(PROJECT.resolve(name)));
    }

    /** The one block of that language with these words in it. */
    String block(String language, String words) {
        List<String> found =
                blocks(language).stream().filter(block -> block.contains(words)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " blocks `" + language + "` with `" + words + "`");
        }
        return found.get(0);
    }

    private List<String> blocks(String language) {
        List<String> blocks = new ArrayList<>();
        String fence = "```" + language + "\n";
        for (int at = text.indexOf(fence); at >= 0; at = text.indexOf(fence, at + 1)) {
            int start = at + fence.length();
            blocks.add(text.substring(start, text.indexOf("```", start)));
        }
        return blocks;
    }
}
