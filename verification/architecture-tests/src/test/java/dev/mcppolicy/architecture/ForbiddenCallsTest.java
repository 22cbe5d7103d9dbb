package dev.mcppolicy.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.mcppolicy.architecture.MainCode.CLASSES;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.StoreFailure;
import dev.mcppolicy.model.limit.Window;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What main code must not call: the system clock, which would escape the one injected time source, and the JDK's
 * regular expressions, which backtrack, the machine's zone, locale and charset, and constructors of many parts. Where these are taken silently, as in
 * {@code toLowerCase()}, Error Prone refuses the call at compile time.
 */
class ForbiddenCallsTest {

    /**
     * The builder, the audit log, the queue, the authenticator and the policy file fall back to the system clock when their
     * user names no other, and the command line takes it; the stores outside the process wait by it; the engine,
     * its reporter and what answers for humans time the decisions, and what the store is asked; the log of failures says each kind of them once in a
     * while; the page of coverage says when it was written.
     */
    private static final Set<String> DOORS_TO_THE_CLOCK = Set.of(
            "dev.mcppolicy.engine.PolicyEngineBuilder",
            "dev.mcppolicy.engine.PolicyEngine",
            "dev.mcppolicy.engine.DecisionReporter",
            "dev.mcppolicy.engine.ApprovalDecider",
            "dev.mcppolicy.engine.store.StoreHealth",
            "dev.mcppolicy.approval.InMemoryApprovalQueue",
            "dev.mcppolicy.approval.ApprovalQueues",
            "dev.mcppolicy.audit.AuditLog",
            "dev.mcppolicy.identity.BearerAuthenticator",
            "dev.mcppolicy.format.PolicyFile",
            "dev.mcppolicy.store.redis.Deadline",
            "dev.mcppolicy.store.sqlite.Deadline",
            "dev.mcppolicy.store.sqlite.approval.SqliteApprovalQueue",
            "dev.mcppolicy.store.postgres.approval.PostgresApprovalQueue",
            "dev.mcppolicy.store.postgres.database.Deadline",
            "dev.mcppolicy.cli.Main",
            "dev.mcppolicy.testkit.junit.PolicyCoverageExtension",
            "dev.mcppolicy.text.ThinnedLog");

    private static final Set<String> CLOCK_READERS = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.time.Clock.system",
            "java.time.Clock.systemDefaultZone",
            "java.time.Clock.systemUTC",
            "java.time.Clock.tickMillis",
            "java.time.Clock.tickMinutes",
            "java.time.Clock.tickSeconds",
            "java.time.InstantSource.system",
            "java.util.Calendar.getInstance");

    private static final Set<String> REGEX_METHODS = Set.of(
            "java.lang.String.matches",
            "java.lang.String.replaceAll",
            "java.lang.String.replaceFirst",
            "java.lang.String.split");

    private static final Set<String> MACHINE_SETTINGS = Set.of(
            "java.nio.charset.Charset.defaultCharset",
            "java.time.Clock.systemDefaultZone",
            "java.time.ZoneId.systemDefault",
            "java.util.Locale.getDefault",
            "java.util.TimeZone.getDefault");

    private static final ArchRule NO_SYSTEM_CLOCK = noClasses()
            .that(describe("are not the engine", type -> !DOORS_TO_THE_CLOCK.contains(type.getName())))
            .should()
            .accessTargetWhere(describe("the system clock is read", ForbiddenCallsTest::readsTheSystemClock));

    private static final ArchRule NO_JDK_REGEX = noClasses()
            .should()
            .accessTargetWhere(describe("a regular expression of the JDK is used", ForbiddenCallsTest::usesJdkRegex));

    private static final ArchRule NO_MACHINE_SETTING = noClasses()
            .should()
            .accessTargetWhere(describe(
                    "a zone, locale or charset of the machine is used",
                    access -> MACHINE_SETTINGS.contains(nameOfTarget(access))));

    /** So that a limit can get another component without a change of whoever makes limits. */
    private static final ArchRule NO_POSITIONAL_LIMIT = noClasses()
            .that()
            .resideOutsideOfPackage("dev.mcppolicy.model")
            .should()
            .accessTargetWhere(describe("a limit is made by its constructor", access -> nameOfTarget(access)
                    .equals("dev.mcppolicy.model.Limit.<init>")));

    @Test
    void main_code_makes_limits_by_name_and_not_by_position() {
        NO_POSITIONAL_LIMIT.check(CLASSES);
    }

    @Test
    void every_limit_made_by_position_is_seen() {
        assertThat(linesThatBreak(NO_POSITIONAL_LIMIT, LimitMaker.class)).hasSize(1);
    }

    @Test
    void main_code_reads_the_time_from_its_injected_source_only() {
        NO_SYSTEM_CLOCK.check(CLASSES);
    }

    @Test
    void main_code_uses_no_regular_expression_of_the_jdk() {
        NO_JDK_REGEX.check(CLASSES);
    }

    @Test
    void main_code_means_the_same_on_every_machine() {
        NO_MACHINE_SETTING.check(CLASSES);
    }

    @Test
    void every_way_to_the_system_clock_is_seen() {
        assertThat(linesThatBreak(NO_SYSTEM_CLOCK, ClockReader.class)).hasSize(6);
    }

    @Test
    void every_way_to_a_regular_expression_is_seen() {
        assertThat(linesThatBreak(NO_JDK_REGEX, RegexUser.class)).hasSize(3);
    }

    @Test
    void every_way_to_a_setting_of_the_machine_is_seen() {
        assertThat(linesThatBreak(NO_MACHINE_SETTING, SettingsReader.class)).hasSize(3);
    }

    private static List<String> linesThatBreak(ArchRule rule, Class<?> offender) {
        return rule.evaluate(new ClassFileImporter().importClasses(offender))
                .getFailureReport()
                .getDetails();
    }

    private static boolean readsTheSystemClock(JavaAccess<?> access) {
        if (!(access instanceof JavaCodeUnitAccess<?> call)) {
            return false;
        }
        List<JavaClass> parameters = call.getTarget().getRawParameterTypes();
        String owner = call.getTargetOwner().getName();
        boolean dateOfNow = owner.equals("java.util.Date") && call.getName().equals("<init>") && parameters.isEmpty();
        boolean now = owner.startsWith("java.time.")
                && call.getName().equals("now")
                && parameters.stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
        return dateOfNow || now || CLOCK_READERS.contains(nameOfTarget(call));
    }

    private static boolean usesJdkRegex(JavaAccess<?> access) {
        return nameOfTarget(access).startsWith("java.util.regex.") || REGEX_METHODS.contains(nameOfTarget(access));
    }

    private static String nameOfTarget(JavaAccess<?> access) {
        return access.getTargetOwner().getName() + "." + access.getName();
    }

    @SuppressWarnings({"JavaUtilDate", "unused"})
    private static final class ClockReader {
        final Supplier<Clock> byReference = Clock::systemUTC;
        final InstantSource source = InstantSource.system();
        final Instant instant = Instant.now();
        final LocalDate day = LocalDate.now(ZoneOffset.UTC);
        final Date date = new Date();
        final long nanos = System.nanoTime();

        final Instant injected = Instant.now(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    @SuppressWarnings({"StringSplitter", "unused"})
    private static final class RegexUser {
        final Pattern pattern = Pattern.compile("a");
        final boolean matches = "a".matches("a");
        final String[] parts = "a b".split(" ");

        final String literal = "a".replace("a", "b");
    }

    @SuppressWarnings("unused")
    private static final class SettingsReader {
        final Supplier<ZoneId> zone = ZoneId::systemDefault;
        final Locale locale = Locale.getDefault();
        final Charset charset = Charset.defaultCharset();

        final Charset named = StandardCharsets.UTF_8;
    }

    @SuppressWarnings("unused")
    private static final class LimitMaker {
        private static final RuleHead HEAD = RuleHead.of(RuleId.ENGINE);

        final Limit byPosition =
                new Limit(HEAD, "c", Window.Calendar.DAY, null, Scope.GRANT, Amount.ONE, null, StoreFailure.DENY);

        final Limit byName = Limit.of(HEAD, "c", Window.Calendar.DAY, null).withScope(Scope.GRANT);
    }
}
