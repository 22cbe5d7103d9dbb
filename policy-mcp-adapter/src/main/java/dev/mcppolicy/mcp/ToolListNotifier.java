package dev.mcppolicy.mcp;

import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.engine.PolicySource.Subscription;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.text.VisibleText;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Tells clients when another policy changes which of a server's tools are to be seen, and the operator when one comes that
 * enforces nothing.
 */
final class ToolListNotifier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoggerName.ENFORCER);

    private final BiPredicate<Policy, String> lists;
    private final Supplier<List<String>> tools;
    private final Supplier<Mono<Void>> notification;
    private final Consumer<Policy> news;
    private final List<Subscription> subscriptions;

    /** A watch; the news are what else is to be looked at in a policy that comes into force. */
    ToolListNotifier(
            List<PolicySource> sources,
            BiPredicate<Policy, String> lists,
            Supplier<List<String>> tools,
            Supplier<Mono<Void>> notification,
            Consumer<Policy> news) {
        this.lists = lists;
        this.tools = tools;
        this.notification = notification;
        this.news = news;
        this.subscriptions = sources.stream().map(this::watch).toList();
    }

    private Subscription watch(PolicySource source) {
        AtomicReference<Policy> known = new AtomicReference<>(source.current());
        return source.subscribe(next -> {
            try {
                Policy before = known.getAndSet(next);
                warn(before, next);
                news.accept(next);
                compare(before, next);
            } catch (RuntimeException e) {
                LOG.warn("clients could not be told of the tools that another policy shows", e);
            }
        });
    }

    private static void warn(@Nullable Policy before, Policy after) {
        if (after.mode() == Mode.SHADOW && (before == null || before.mode() == Mode.ENFORCE)) {
            LOG.warn(
                    "SHADOW MODE: the new policy {} is judged, and NOTHING OF IT IS ENFORCED",
                    VisibleText.of(after.toString()));
        }
    }

    private void compare(@Nullable Policy before, Policy after) {
        List<String> names = tools.get();
        if (!visible(before, names).equals(visible(after, names))) {
            notification
                    .get()
                    .subscribe(
                            done -> {},
                            e -> LOG.warn("clients could not be told of the tools that another policy shows", e));
        }
    }

    private Set<String> visible(@Nullable Policy policy, List<String> names) {
        return policy == null
                ? Set.of()
                : names.stream().filter(name -> lists.test(policy, name)).collect(Collectors.toSet());
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
    }
}
