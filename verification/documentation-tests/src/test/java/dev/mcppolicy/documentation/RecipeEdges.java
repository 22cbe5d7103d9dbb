package dev.mcppolicy.documentation;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.decision.AnswerWay;
import dev.mcppolicy.testkit.PolicyTester;
import dev.mcppolicy.testkit.TestCall;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What the tables of the recipes have no words for: sessions, answers, what is missing, the edges of a day. */
final class RecipeEdges {
    private static final Map<String, List<Consumer<PolicyTester>>> BY_HEADING = Map.of(
            "## Decimal text by pattern", List.of(RecipeEdges::nothingToPay),
            "## After a secret was read nothing goes out", List.of(RecipeEdges::secretOfAnother),
            "## Ask once 100 is spent", List.of(RecipeEdges::spentAll, RecipeEdges::dear),
            "## A few times in a session", List.of(RecipeEdges::session),
            "## A daily spend cap", List.of(RecipeEdges::cap),
            "## A basket", List.of(RecipeEdges::basket),
            "## The same call once", List.of(RecipeEdges::same),
            "## Five a day for each customer", List.of(RecipeEdges::customers),
            "## One budget for several tools", List.of(RecipeEdges::budget),
            "## Mail to our own", List.of(RecipeEdges::copies));

    private RecipeEdges() {}

    /** Further tests of the recipe of a heading. */
    static List<Consumer<PolicyTester>> of(String heading) {
        return BY_HEADING.getOrDefault(heading, List.of());
    }

    private static PolicyTester noon(PolicyTester policy) {
        return policy.at("2026-01-15T12:00:00Z");
    }

    /** It is another day already in the east, and not in UTC. */
    private static void evening(PolicyTester policy) {
        policy.at("2026-01-15T19:00:00Z");
    }

    private static void nothingToPay(PolicyTester policy) {
        policy.call("pay").isDeniedBy("amount up to 999.99");
    }

    private static void secretOfAnother(PolicyTester policy) {
        noon(policy).call("read_secret").asPrincipal("ann").isAllowed();
        evening(policy);
        policy.call("send_mail").asPrincipal("bob").isDeniedBy("nothing after a secret");
    }

    private static void spentAll(PolicyTester policy) {
        TestCall buy = noon(policy).call("buy").withArg("price", 50);
        buy.times(2).areAllowed();
        askedInTime(policy, buy, "ask once 100 is spent");
        buy.needsApproval("ask once 100 is spent").approve().isAllowed();
        buy.withArg("price", 1).isDeniedBy("at most 300 a day");
        evening(policy);
        buy.withArg("price", 1).isDeniedBy("at most 300 a day");
    }

    private static void dear(PolicyTester policy) {
        TestCall buy = noon(policy).call("buy").withArg("price", 61).notExecuted();
        askedInTime(policy, buy, "ask above 60");
    }

    /** Three are answered in time, by whomever, and one is not. */
    private static void askedInTime(PolicyTester policy, TestCall call, String rule) {
        var first = call.needsApproval(rule);
        policy.advance(Duration.ofSeconds(299));
        first.approve().isAllowed();
        call.needsApproval(rule)
                .answer(ApprovalAnswer.APPROVED.through(AnswerWay.CLIENT))
                .isAllowed();
        call.needsApproval(rule).answer(ApprovalAnswer.APPROVED).isAllowed();
        var late = call.withArg("for", "later").needsApproval(rule);
        policy.advance(Duration.ofMinutes(5));
        late.approve().isDeniedBy(rule);
    }

    private static void session(PolicyTester policy) {
        TestCall search = noon(policy).call("web_search").inSession("one");
        search.times(3).areAllowed();
        evening(policy);
        search.isDeniedBy("three in a session");
        policy.advance(Duration.ofDays(1));
        search.isAllowed();
    }

    private static void cap(PolicyTester policy) {
        TestCall buy = noon(policy).call("buy").asPrincipal("ann").withArg("price", 40);
        buy.times(3).areAllowed();
        buy.asPrincipal("bob").withArg("price", 1).isDeniedBy("120 a day");
        evening(policy);
        buy.withArg("price", 1).isDeniedBy("120 a day");
    }

    private static void basket(PolicyTester policy) {
        TestCall order = noon(policy).call("order").asGrant("desk").withArg("lines[0].price", "100");
        order.inSession("one").isAllowed();
        evening(policy);
        order.inSession("two").withArg("lines[0].price", "1").isDeniedBy("a hundred a day");
    }

    private static void same(PolicyTester policy) {
        TestCall transfer = noon(policy).call("transfer").asGrant("desk").inSession("one");
        transfer.withArg("to", "a").isAllowed();
        policy.advance(Duration.ofMinutes(2));
        transfer.inSession("two").withArg("to", "a").isDeniedBy("same_per_hour");
        transfer.withArg("to", "b").isAllowed();
        transfer.withArg("to", "c").isAllowed();
        policy.advance(Duration.ofMinutes(2));
        transfer.inSession("two").withArg("to", "d").isDeniedBy("all_per_hour");
    }

    private static void customers(PolicyTester policy) {
        TestCall offer = noon(policy).call("send_offer");
        offer.withArg("customer", "a").times(5).areAllowed();
        evening(policy);
        offer.withArg("customer", "a").isDeniedBy("five a day for a customer");
        policy.at("2026-01-16T12:00:00Z");
        for (String customer : List.of("a", "b", "c")) {
            offer.withArg("customer", customer).times(4).areAllowed();
        }
        policy.at("2026-01-16T19:00:00Z");
        offer.withArg("customer", "d").isDeniedBy("twelve a day");
    }

    private static void budget(PolicyTester policy) {
        TestCall create = noon(policy).call("create_issue").asGrant("desk").inSession("one");
        create.times(3).areAllowed();
        policy.advance(Duration.ofMinutes(2));
        create.inSession("two").isDeniedBy("three writes an hour");
    }

    private static void copies(PolicyTester policy) {
        TestCall mail = policy.call("send_mail").withArg("to", "a@example.com");
        mail.withArg("cc", Arrays.asList((Object) null)).isDeniedBy("copies to our own");
        mail.withArg("bcc", Arrays.asList((Object) null)).isDeniedBy("copies to our own");
    }
}
