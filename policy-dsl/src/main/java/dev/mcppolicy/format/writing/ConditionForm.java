package dev.mcppolicy.format.writing;

import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.CallerPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.TimeSpan;
import dev.mcppolicy.model.condition.ValuePath;
import dev.mcppolicy.operator.Operator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Conditions as members of a document, alike in both formats but for the reading of counters. */
final class ConditionForm {
    private static final Set<Operator> EXTENSIONS =
            Set.of(Operator.NOT_REGEX, Operator.WITHIN, Operator.HOST_IN, Operator.EMAIL_IN);

    private final PolicyFormat format;
    private final boolean portable;

    ConditionForm(PolicyFormat format, boolean portable) {
        this.format = format;
        this.portable = portable;
    }

    /** The conditions of a rule in a shape that has a form here, if they have any. */
    List<Condition> shaped(List<Condition> conditions) {
        return portable ? Conjunction.of(conditions) : Conjunction.whereNeeded(conditions);
    }

    /** The forms of conditions, in their order. */
    List<Object> of(List<Condition> conditions) throws NotExpressible {
        List<Object> forms = new ArrayList<>(conditions.size());
        for (Condition condition : conditions) {
            forms.add(of(condition));
        }
        return forms;
    }

    private Map<String, Object> of(Condition condition) throws NotExpressible {
        if (condition instanceof Condition.Comparison comparison) {
            return comparison(comparison);
        }
        if (condition instanceof Condition.PathComparison pair) {
            checkPortable("value_from");
            Map<String, Object> form = new LinkedHashMap<>();
            form.put("path", callPath(pair.path()));
            form.put("op", pair.operator().id());
            form.put("value_from", callPath(pair.from()));
            putDecimal(pair.decimal(), form);
            return form;
        }
        if (condition instanceof Condition.AtTime time) {
            return time(time.span());
        }
        if (condition instanceof Condition.Optional optional) {
            checkPortable("optional");
            Map<String, Object> form = of(optional.comparison());
            form.put("optional", true);
            return form;
        }
        if (condition instanceof Condition.AllOf all) {
            return group("all", all.conditions());
        }
        if (condition instanceof Condition.AnyOf any) {
            return group("any", any.conditions());
        }
        if (condition instanceof Condition.Not not) {
            checkPortable("not");
            return Map.of("not", of(not.condition()));
        }
        if (condition instanceof Condition.NamedPredicate predicate) {
            throw new NotExpressible("the predicate `" + Quoted.of(predicate.name()) + "` is written in Java");
        }
        throw new NotExpressible("the format can say one schema, in a requirement");
    }

    private Map<String, Object> time(TimeSpan span) throws NotExpressible {
        if (span instanceof TimeSpan.NotBefore notBefore) {
            checkPortable("not_before");
            return Map.of("not_before", notBefore.instant().toString());
        }
        if (span instanceof TimeSpan.Before before) {
            checkPortable("before");
            return Map.of("before", before.instant().toString());
        }
        checkPortable("during");
        TimeSpan.During during = (TimeSpan.During) span;
        Map<String, Object> form = new LinkedHashMap<>();
        if (!during.isEveryDay()) {
            form.put("days", during.days().stream().map(TimeSpan.During::idOf).toList());
        }
        if (during.from() != null && during.to() != null) {
            form.put("from", during.from().toString());
            form.put("to", during.to().toString());
        }
        form.put("zone", during.zone().getId());
        return Map.of("during", form);
    }

    private Map<String, Object> group(String key, List<Condition> parts) throws NotExpressible {
        checkPortable(key);
        if (parts.isEmpty()) {
            throw new NotExpressible("the format cannot say `" + key + "` of no condition");
        }
        return Map.of(key, of(parts));
    }

    private Map<String, Object> comparison(Condition.Comparison comparison) throws NotExpressible {
        if (EXTENSIONS.contains(comparison.operator())) {
            checkPortable(comparison.operator().id());
        }
        checkFinite(comparison.operand());
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("path", path(comparison.path()));
        form.put("op", comparison.operator().id());
        form.put("value", comparison.operand());
        putDecimal(comparison.decimal(), form);
        return form;
    }

    private void putDecimal(boolean decimal, Map<String, Object> form) throws NotExpressible {
        if (decimal) {
            checkPortable("as");
            form.put("as", "decimal");
        }
    }

    /** Refuses a word that only this library adds to the formats, where other engines are to read the document. */
    private void checkPortable(String word) throws NotExpressible {
        if (portable) {
            throw new NotExpressible(
                    "`" + word + "` is an extension of the format, and the portable form is asked for");
        }
    }

    String path(ValuePath path) throws NotExpressible {
        if (path instanceof CallerPath) {
            checkPortable(path.toString());
        }
        return path instanceof CounterPath counter ? counterPath(counter) : callPath((CallPath) path);
    }

    /** The text of a path into the call, if it reads as the same path. */
    static String callPath(CallPath path) throws NotExpressible {
        String text = path.toString();
        try {
            if (CallPath.parse(text).equals(path)) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw new NotExpressible("path `" + Quoted.of(text) + "` would not be read back");
        }
        throw new NotExpressible("path `" + Quoted.of(text) + "` would not be read back as the same path");
    }

    private String counterPath(CounterPath counter) throws NotExpressible {
        if (format == PolicyFormat.POLICYLAYER) {
            throw new NotExpressible("a condition reads the counter `" + Quoted.of(counter.toString())
                    + "`, which the format cannot say");
        }
        return counter.toString();
    }

    private static void checkFinite(@Nullable Object operand) throws NotExpressible {
        if (operand instanceof Map<?, ?> map) {
            for (Object member : map.values()) {
                checkFinite(member);
            }
        } else if (operand instanceof List<?> list) {
            for (Object element : list) {
                checkFinite(element);
            }
        } else if (operand instanceof Number && JsonNumber.exact(operand) == null) {
            throw new NotExpressible("the operand holds a number that is not finite or too long");
        }
    }
}
