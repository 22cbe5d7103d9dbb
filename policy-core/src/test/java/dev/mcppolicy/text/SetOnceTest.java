package dev.mcppolicy.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class SetOnceTest {
    @Test
    void an_option_is_set_once() {
        assertThat(SetOnce.of("maximum size", null, 5)).isEqualTo(5);
        assertThatIllegalStateException()
                .isThrownBy(() -> SetOnce.check("maximum size", 5))
                .withMessage("the maximum size was already set to `5`");
        assertThatIllegalStateException()
                .isThrownBy(() -> SetOnce.check("name", "a\u009b"))
                .withMessage("the name was already set to `a\\u009B`");
        assertThatNullPointerException()
                .isThrownBy(() -> SetOnce.check("x", SetOnce.of("name", null, (String) null)))
                .withMessage("name");
    }

    @Test
    void a_secret_is_not_shown() {
        SetOnce.checkUnset("key", false);
        assertThatIllegalStateException()
                .isThrownBy(() -> SetOnce.checkUnset("key", true))
                .withMessage("the key was already set");
    }
}
