package dev.mcppolicy.catalog.risk;

import dev.mcppolicy.catalog.risk.RiskWords.Beside;
import dev.mcppolicy.catalog.risk.RiskWords.Verb;
import dev.mcppolicy.format.data.DataDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the words that a class is told by. Every doubt is an error, since a word that is passed over is a risk unseen. */
final class RiskWordsReader {
    private static final String RESOURCE = "risk-words.yaml";
    private static final List<ToolClass> CLASSES =
            List.of(ToolClass.READ, ToolClass.WRITE, ToolClass.EXECUTE, ToolClass.DESTRUCTIVE, ToolClass.FINANCIAL);

    private final Map<?, ?> top;

    private RiskWordsReader(Map<?, ?> top) {
        this.top = top;
    }

    /** The words of this release. */
    static RiskWords standard() {
        return parse(text());
    }

    static String text() {
        try (InputStream in = Objects.requireNonNull(RiskWordsReader.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The words of a text.
     *
     * @throws IllegalArgumentException with what is wrong with it
     */
    static RiskWords parse(String text) {
        DataDocument document = DataDocument.parse(text, RESOURCE);
        if (!document.problems().isEmpty()) {
            throw new IllegalArgumentException(document.problems().toString());
        }
        return new RiskWordsReader(object(document.value(), "the document")).words();
    }

    private RiskWords words() {
        checkKeys(
                top,
                Stream.concat(
                        Stream.of("version", "beside", "warnings", "arguments", "flags"),
                        Stream.concat(CLASSES.stream().map(ToolClass::id), keysIn(""))));
        if (!(top.get("version") instanceof String version)) {
            throw new IllegalArgumentException("`version` is no text");
        }
        Map<String, Verb> verbs = verbs();
        Map<String, List<List<String>>> warnings = new HashMap<>();
        for (String warning : list(top, "warnings")) {
            List<String> phrase = words(warning);
            warnings.computeIfAbsent(phrase.get(0), first -> new ArrayList<>()).add(phrase);
        }
        return new RiskWords(version, verbs, beside(verbs), lists(), warnings);
    }

    /** The words of a phrase, which one space keeps apart. */
    private static List<String> words(String phrase) {
        List<String> words = new ArrayList<>();
        int begin = 0;
        for (int space = phrase.indexOf(' '); space >= 0; space = phrase.indexOf(' ', begin)) {
            words.add(phrase.substring(begin, space));
            begin = space + 1;
        }
        words.add(phrase.substring(begin));
        return List.copyOf(words);
    }

    private Map<String, Verb> verbs() {
        Map<String, Verb> verbs = new HashMap<>();
        for (ToolClass each : CLASSES) {
            Map<?, ?> lists = object(top.get(each.id()), each.id());
            checkKeys(lists, Stream.of("acts", "also_nouns"));
            list(lists, "acts").forEach(word -> addOnce(verbs, word, new Verb(each, false)));
            list(lists, "also_nouns").forEach(word -> addOnce(verbs, word, new Verb(each, true)));
        }
        return verbs;
    }

    private static void addOnce(Map<String, Verb> verbs, String word, Verb verb) {
        if (verbs.put(word, verb) != null) {
            throw new IllegalArgumentException("the verb `" + word + "` stands there twice");
        }
    }

    private Map<String, List<Beside>> beside(Map<String, Verb> verbs) {
        if (!(top.get("beside") instanceof List<?> entries)) {
            throw new IllegalArgumentException("`beside` is no list");
        }
        Map<String, List<Beside>> beside = new HashMap<>();
        for (Object entry : entries) {
            Map<?, ?> members = object(entry, "an entry of `beside`");
            checkKeys(members, Stream.of("words", "with", "class"));
            ToolClass toolClass = CLASSES.stream()
                    .filter(each -> each.id().equals(members.get("class")))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("`" + members.get("class") + "` is no class"));
            Set<String> with = Set.copyOf(list(members, "with"));
            for (String word : list(members, "words")) {
                Verb verb = verbs.get(word);
                if (verb == null) {
                    throw new IllegalArgumentException("`" + word + "` of `beside` is no verb");
                }
                if (verb.toolClass().exceeds(toolClass)) {
                    refuseDangerous(word, with, verbs);
                }
                beside.computeIfAbsent(word, none -> new ArrayList<>()).add(new Beside(with, toolClass));
            }
        }
        return beside;
    }

    /** Else a dangerous word that is put to a name could make it less dangerous. */
    private static void refuseDangerous(String word, Set<String> with, Map<String, Verb> verbs) {
        for (String each : with) {
            Verb other = verbs.get(each);
            if (other != null && other.isDangerous()) {
                throw new IllegalArgumentException("`" + each + "` is dangerous and cannot soften `" + word + "`");
            }
        }
    }

    private Map<WordList, Set<String>> lists() {
        Map<WordList, Set<String>> lists = new EnumMap<>(WordList.class);
        for (String section : List.of("arguments", "flags")) {
            checkKeys(object(top.get(section), section), keysIn(section));
        }
        for (WordList each : WordList.values()) {
            Map<?, ?> holder = each.section().isEmpty() ? top : object(top.get(each.section()), each.section());
            lists.put(each, Set.copyOf(list(holder, each.key())));
        }
        return lists;
    }

    private static Stream<String> keysIn(String section) {
        return Arrays.stream(WordList.values())
                .filter(each -> each.section().equals(section))
                .map(WordList::key);
    }

    private static void checkKeys(Map<?, ?> object, Stream<String> known) {
        Set<String> keys = known.collect(Collectors.toCollection(LinkedHashSet::new));
        if (!keys.equals(new HashSet<>(object.keySet()))) {
            throw new IllegalArgumentException("expected " + keys + " and got " + object.keySet());
        }
    }

    private static Map<?, ?> object(@Nullable Object value, String name) {
        if (value instanceof Map<?, ?> object) {
            return object;
        }
        throw new IllegalArgumentException("`" + name + "` is no object");
    }

    /** A list of words, each once, in lower case. */
    private static List<String> list(Map<?, ?> holder, String key) {
        if (!(holder.get(key) instanceof List<?> list) || list.isEmpty()) {
            throw new IllegalArgumentException("`" + key + "` is no list of words");
        }
        Set<String> words = new LinkedHashSet<>();
        for (Object each : list) {
            if (!(each instanceof String word)
                    || word.isEmpty()
                    || !word.equals(word.toLowerCase(Locale.ROOT))
                    || !words.add(word)) {
                throw new IllegalArgumentException(
                        "`" + each + "` of `" + key + "` is no word in lower case, or there twice");
            }
        }
        return List.copyOf(words);
    }
}
