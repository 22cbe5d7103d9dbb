package dev.mcppolicy.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fails a test class of {@link PolicyTest} whose tests show too little of its policies. The calls of all its tests count
 * together, those of nested classes with them; a run of a part of them shows less.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(PolicyCoverageExtension.class)
@SuppressWarnings("exports") // the extension is for JUnit alone, to which this package is open
public @interface PolicyCoverage {
    /**
     * How much must be shown of each policy.
     *
     * @return percent from 0 to 100
     */
    int minimum() default 100;

    /**
     * Where to write the report of each policy, as {@code .html} and {@code .json}.
     *
     * @return a directory, made where there is none; empty to write nothing
     */
    String report() default "";
}
