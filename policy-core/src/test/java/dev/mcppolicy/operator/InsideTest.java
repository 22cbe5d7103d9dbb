package dev.mcppolicy.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operators {@code within}, {@code host_in}, {@code email_in}: what is plainly inside, what is not, what cannot be told. */
class InsideTest {
    private static final List<Object> FOLDERS = List.of("/srv/data", "/home/me/");
    private static final List<Object> HOSTS = List.of(
            "shop.example.com", "*.cdn.example.com", "http://old.example.com", "api.example.com:8443", "localhost");
    private static final List<Object> DOMAINS = List.of("example.com", "*.Example.org");

    private static Truth of(Operator operator, Object operand, Object value) {
        return operator.test(operand).test(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/srv/data",
                "/srv/data/",
                "/srv/data/a",
                "/srv//data/./a/",
                "/srv/data/...",
                "/srv/data/a b",
                "/home/me/x",
                "/srv/data/ä",
                "/srv/data/%20",
                "/srv/data/..a",
                "/srv/data/.. a",
                "/srv/data/...;"
            })
    void a_path_in_a_folder_is_within(String path) {
        assertThat(of(Operator.WITHIN, FOLDERS, path)).isEqualTo(Truth.TRUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/srv",
                "/srv/data-2",
                "/srv/datax",
                "/srv/dat",
                "/SRV/data",
                "/home/me2",
                "/etc/passwd",
                "/ srv/data",
                "/home",
                "/srv/ data"
            })
    void a_path_elsewhere_is_not_within(String path) {
        assertThat(of(Operator.WITHIN, FOLDERS, path)).isEqualTo(Truth.FALSE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "srv/data",
                "./srv/data",
                "~/x",
                "//srv/data",
                "/srv/data/..",
                "/srv/data/../x",
                "/srv/data/.. /x",
                "/srv/data/ ..",
                "/srv/data/..\u00a0",
                "/srv/data/..;a/x",
                "/srv/data/..%20/x",
                "/srv/data/..%3b",
                "/srv/data/.. ;x",
                "/../srv/data",
                "/srv/data\\x",
                "/srv/data/%2e%2E",
                "/srv/data/%2F",
                "/srv/data/%5cx",
                "/srv/data/%00",
                "/srv/data/%252e",
                "/srv/data/\0",
                "/srv/data/\n",
                "/srv/data/\u200b",
                "/srv/data/\u202e",
                "/srv/data/\u2028",
                "/srv/data/\u2029",
                "/srv/data/\ufeff",
                "file:///srv/data",
                "\\srv\\data",
                "C:/srv/data",
                " /srv/data"
            })
    void what_is_not_plainly_a_path_cannot_be_told(String path) {
        assertThat(of(Operator.WITHIN, FOLDERS, path)).isEqualTo(Truth.CANNOT_TELL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example.com",
                "HTTPS://Shop.Example.COM.",
                "https://shop.example.com:443/a?b#c",
                "https://shop.example.com:0443/",
                "https://shop.example.com/@x",
                "https://a.cdn.example.com?q",
                "https://a.b.cdn.example.com#f",
                "http://old.example.com:80/",
                "https://api.example.com:8443/",
                "https://localhost/",
                "https://shop.example.com/a?u=https://evil.test@x",
                "https://-.cdn.example.com/"
            })
    void a_url_of_a_listed_host_is_in(String url) {
        assertThat(of(Operator.HOST_IN, HOSTS, url)).isEqualTo(Truth.TRUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://shop.example.com", "https://shop.example.com:8443", "https://evil-shop.example.com",
                "https://shop.example.com.evil.test/", "https://cdn.example.com", "https://old.example.com",
                "https://api.example.com", "https://example.com", "https://evil.test/https://shop.example.com",
                "https://a.shop.example.com", "https://localhost.evil.test", "https://xcdn.example.com"
            })
    void a_url_of_another_host_is_not_in(String url) {
        assertThat(of(Operator.HOST_IN, HOSTS, url)).isEqualTo(Truth.FALSE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop.example.com",
                "//shop.example.com",
                "https:shop.example.com",
                "https:/shop.example.com",
                "https:///shop.example.com",
                "ftp://shop.example.com",
                "javascript:alert(1)",
                "http\u017f://shop.example.com",
                "https://shop.example.com@evil.test",
                "https://a@shop.example.com",
                "https://shop.example.com:443@evil.test",
                "https://shop.example.com?@evil.test",
                "https://shop.example.com#@evil.test/",
                "https://shop.example.com:",
                "https://shop.example.com:/",
                "https://shop.example.com:0",
                "https://shop.example.com:65536",
                "https://shop.example.com:000443",
                "https://shop.example.com:4a",
                "https://1.2.3.4/",
                "https://127.1",
                "https://0x7f.1",
                "https://shop.0x7f",
                "https://[::1]/",
                "https://2130706433",
                "https://shop%2eexample.com",
                "https://shop.example.com%00.evil.test",
                "https://shop.example.com..",
                "https://.shop.example.com",
                "https://shop..example.com",
                "https://.",
                "https://",
                "https://shop.example\u3002com",
                "https://sh\u00f6p.example.com",
                "https://shop_x.example.com",
                "https://shop.example.com;x",
                "https://shop.example.com\\",
                "https://shop.example.com/\\evil.test",
                "https://shop.example.com/ x",
                " https://shop.example.com",
                "https://shop.example.com\n",
                "https://shop.example.com/\t",
                "https://shop.example.com/\u0085",
                "https://shop.example.com/\u00a0",
                "https://shop.example.com/\u2028",
                "https://shop.example.com/\u3000",
                "https://shop.example.com\u0000",
                "https://shop.example.com,evil.test",
                "https://shop.example.com&x"
            })
    void what_is_not_plainly_a_url_cannot_be_told(String url) {
        assertThat(of(Operator.HOST_IN, HOSTS, url)).isEqualTo(Truth.CANNOT_TELL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@example.com",
                "A.b_c+d-e@EXAMPLE.com",
                "1@mail.example.org",
                "-@a.b.example.org",
                "+@example.com"
            })
    void an_address_of_a_listed_domain_is_in(String address) {
        assertThat(of(Operator.EMAIL_IN, DOMAINS, address)).isEqualTo(Truth.TRUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@evil.test",
                "a@mail.example.com",
                "a@example.org",
                "a@example.com.evil.test",
                "a@evil-example.com"
            })
    void an_address_of_another_domain_is_not_in(String address) {
        assertThat(of(Operator.EMAIL_IN, DOMAINS, address)).isEqualTo(Truth.FALSE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "@example.com",
                "a@",
                "a@example",
                "a@example.com.",
                "a@b@example.com",
                "a@example.com@evil.test",
                ".a@example.com",
                "a.@example.com",
                "a..b@example.com",
                "a b@example.com",
                "a@example.com ",
                " a@example.com",
                "a@example.com,b@evil.test",
                "a@example.com;b@evil.test",
                "A <a@example.com>",
                "<a@example.com>",
                "\"a\"@example.com",
                "a(x)@example.com",
                "a@example.com\nBcc: b@evil.test",
                "a@[1.2.3.4]",
                "a@1.2.3.4",
                "\u00e4@example.com",
                "a@ex\u00e4mple.com",
                "a@example\u3002com",
                "a%evil.test@example.com",
                "evil.test!a@example.com",
                "a/b@example.com",
                "a=b@example.com",
                "mailto:a@example.com",
                "a@-\u200b.example.org",
                "a@example..com"
            })
    void what_is_not_plainly_one_address_cannot_be_told(String address) {
        assertThat(of(Operator.EMAIL_IN, DOMAINS, address)).isEqualTo(Truth.CANNOT_TELL);
    }

    @Test
    void an_address_is_bounded_in_length() {
        String local = "a".repeat(64);
        String domain = "d.".repeat(88) + "example.org";

        assertThat(of(Operator.EMAIL_IN, DOMAINS, local + "@" + domain)).isEqualTo(Truth.TRUE);
        assertThat((local + "@" + domain).length()).isLessThanOrEqualTo(254);
        assertThat(of(Operator.EMAIL_IN, DOMAINS, local + "@d." + domain)).isEqualTo(Truth.TRUE);
        assertThat(of(Operator.EMAIL_IN, DOMAINS, local + "@dd." + domain)).isEqualTo(Truth.CANNOT_TELL);
        assertThat(of(Operator.EMAIL_IN, DOMAINS, "a" + local + "@example.com")).isEqualTo(Truth.CANNOT_TELL);
    }

    @ParameterizedTest
    @EnumSource(names = {"WITHIN", "HOST_IN", "EMAIL_IN"})
    void what_is_no_text_cannot_be_told_and_what_is_missing_is_not_inside(Operator operator) {
        ValueTest test =
                operator.test(operator == Operator.WITHIN ? FOLDERS : operator == Operator.HOST_IN ? HOSTS : DOMAINS);

        assertThat(test.missing()).isEqualTo(Truth.FALSE);
        assertThat(List.<Object>of(1, true, List.of("/srv/data"), Map.of("a", "a@example.com")))
                .allSatisfy(value -> assertThat(test.test(value)).isEqualTo(Truth.CANNOT_TELL));
    }

    static List<List<Object>> noOperands() {
        return List.of(
                List.of(Operator.WITHIN, "/"),
                List.of(Operator.WITHIN, ""),
                List.of(Operator.WITHIN, "srv"),
                List.of(Operator.WITHIN, "/srv/.."),
                List.of(Operator.WITHIN, "/srv/./x"),
                List.of(Operator.WITHIN, "/srv//x"),
                List.of(Operator.WITHIN, "//srv"),
                List.of(Operator.WITHIN, "/srv\\x"),
                List.of(Operator.WITHIN, "/srv/%2e"),
                List.of(Operator.WITHIN, "/srv/\n"),
                List.of(Operator.HOST_IN, ""),
                List.of(Operator.HOST_IN, "https://shop.example.com"),
                List.of(Operator.HOST_IN, "shop.example.com:443"),
                List.of(Operator.HOST_IN, "http://shop.example.com:80"),
                List.of(Operator.HOST_IN, "shop.example.com/"),
                List.of(Operator.HOST_IN, "shop.example.com."),
                List.of(Operator.HOST_IN, "*"),
                List.of(Operator.HOST_IN, "*.com"),
                List.of(Operator.HOST_IN, "*.*.example.com"),
                List.of(Operator.HOST_IN, "a.*.example.com"),
                List.of(Operator.HOST_IN, "*shop.example.com"),
                List.of(Operator.HOST_IN, ".example.com"),
                List.of(Operator.HOST_IN, "1.2.3.4"),
                List.of(Operator.HOST_IN, "shop.example.com:0"),
                List.of(Operator.HOST_IN, "shop.example.com:08443"),
                List.of(Operator.HOST_IN, "shop.example.com:65536"),
                List.of(Operator.HOST_IN, "shop.example.com:x"),
                List.of(Operator.HOST_IN, "shop.example.com:"),
                List.of(Operator.HOST_IN, "ftp://shop.example.com"),
                List.of(Operator.HOST_IN, "sh\u00f6p.example.com"),
                List.of(Operator.EMAIL_IN, "example"),
                List.of(Operator.EMAIL_IN, "a@example.com"),
                List.of(Operator.EMAIL_IN, "@example.com"),
                List.of(Operator.EMAIL_IN, "*.com"),
                List.of(Operator.EMAIL_IN, "example.com."),
                List.of(Operator.EMAIL_IN, "1.2.3.4"));
    }

    @ParameterizedTest
    @MethodSource("noOperands")
    void an_entry_of_another_form_is_no_operand(List<Object> given) {
        Operator operator = (Operator) given.get(0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> operator.test(List.of(given.get(1))))
                .withMessageStartingWith("`" + operator.id() + "` takes a list of ")
                .withMessageEndingWith(", not `" + given.get(1) + "`");
        assertThatIllegalArgumentException().isThrownBy(() -> operator.test(given.get(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> operator.test(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> operator.test(List.of(1)));
    }

    @ParameterizedTest
    @EnumSource(names = {"WITHIN", "HOST_IN", "EMAIL_IN"})
    void what_says_only_what_is_inside_can_only_be_required(Operator operator) {
        Condition inside = new Condition.Comparison(
                ArgumentPath.parse("args.a"),
                operator,
                operator == Operator.WITHIN ? FOLDERS : operator == Operator.HOST_IN ? HOSTS : DOMAINS);
        Condition nested = new Condition.AnyOf(List.of(new Condition.AllOf(List.of(inside)), inside));
        RuleHead head = RuleHead.of(new RuleId("/tools/t/deny_if/0"));

        assertThat(new Require(head, List.of(nested)).comparisons()).hasSize(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DenyIf(head, List.of(nested)))
                .withMessage("`" + operator.id()
                        + "` says what is plainly inside and nothing of what is outside, so it can only be required");
        assertThatIllegalArgumentException().isThrownBy(() -> RequireApproval.of(head, List.of(nested)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Condition.Not(nested));
    }

    /** A text of the greatest size that a call may bring is looked at once. */
    @Test
    void long_texts_are_judged_in_one_pass() {
        String long_ = "/a".repeat(500_000);
        List<Object> many = IntStream.range(0, 1_000)
                .mapToObj(i -> (Object) ("/a/a/a/b" + i))
                .toList();

        assertThat(of(Operator.WITHIN, many, long_)).isEqualTo(Truth.FALSE);
        assertThat(of(Operator.HOST_IN, HOSTS, "https://" + "a.".repeat(500_000) + "cdn.example.com"))
                .isEqualTo(Truth.TRUE);
        assertThat(of(Operator.EMAIL_IN, DOMAINS, long_)).isEqualTo(Truth.CANNOT_TELL);
    }
}
