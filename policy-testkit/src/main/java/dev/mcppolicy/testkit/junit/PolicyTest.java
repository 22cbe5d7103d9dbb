package dev.mcppolicy.testkit.junit;

import dev.mcppolicy.testkit.PolicyTester;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Names the policy that JUnit tests are about. Each test that has a {@link PolicyTester} among its parameters gets a
 * fresh one; {@code @BeforeEach} and {@code @AfterEach} methods get that of their test.
 *
 * <pre>{@code
 * @PolicyTest("refunds.yaml")
 * class RefundPolicyTest {
 *     @Test
 *     void a_small_refund_passes(PolicyTester policy) {
 *         policy.call("create_refund").withArg("amount", 100).isAllowed();
 *     }
 * }
 * }</pre>
 *
 * <p>On a method, in the place of {@code @Test}, it runs the test once for each policy that it names, or that the class
 * names where it names none itself.
 *
 * <p>A policy is looked for beside the test class, then at the root of the class path, then as a path from the working
 * directory. In a named module, a resource beside the class is found if its package is open.
 *
 * <p>A test that begins a call and never judges it fails. Tests share no state and may run in parallel.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@TestTemplate
@ExtendWith(PolicyTestExtension.class)
@SuppressWarnings("exports") // the extension is for JUnit alone, to which this package is open
public @interface PolicyTest {
    /**
     * The policy files, JSON or YAML. On a class with {@code @Test} methods exactly one.
     *
     * @return resource names or paths; none, on a method, for those of its class
     */
    String[] value() default {};

    /**
     * The tools of the server that the policies are for, in a file as {@code ToolsReader} reads it, found as a policy is.
     * Where a policy has an error by them, such as a name that no tool bears, all tests fail.
     *
     * @return a resource name or path; empty, on a method or a nested class, for that of the class around, and else for
     *     none
     */
    String tools() default "";
}
