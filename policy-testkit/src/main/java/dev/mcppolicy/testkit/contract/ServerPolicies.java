package dev.mcppolicy.testkit.contract;

import static dev.mcppolicy.dsl.Terms.all;
import static dev.mcppolicy.dsl.Terms.any;
import static dev.mcppolicy.dsl.Terms.arg;
import static dev.mcppolicy.dsl.Terms.before;
import static dev.mcppolicy.dsl.Terms.caller;
import static dev.mcppolicy.dsl.Terms.calls;
import static dev.mcppolicy.dsl.Terms.callsAtOnce;
import static dev.mcppolicy.dsl.Terms.not;
import static dev.mcppolicy.dsl.Terms.notBefore;
import static dev.mcppolicy.dsl.Terms.onDays;
import static dev.mcppolicy.dsl.Terms.optional;
import static dev.mcppolicy.dsl.Terms.sumOf;

import dev.mcppolicy.dsl.PolicyBuilder;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Scope;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;

/** The policies of the conformance corpus for servers as people run them, written in Java. */
final class ServerPolicies {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final List<String> NAMES =
            List.of("payments-server", "mail-server", "files-server", "sql-server", "issues-server");

    private ServerPolicies() {}

    static List<String> names() {
        return NAMES;
    }

    static Policy of(String name) {
        return switch (name) {
            case "payments-server" -> payments();
            case "mail-server" -> mail();
            case "files-server" -> files();
            case "sql-server" -> sql();
            case "issues-server" -> issues();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Policy payments() {
        return PolicyBuilder.policy("payments-server")
                .denyByDefault()
                .describedAs("What the desk's agent may do with the shop's payments")
                .hide("delete_*")
                .tool("list_payments")
                .tool("create_order", tool -> tool.require(arg("currency").in("EUR", "USD"))
                        .orDeny("Orders are in EUR or USD.")
                        .require(optional(arg("items[*].quantity").is(1)))
                        .orDeny("Give each thing a line of its own.")
                        .limit(sumOf("items[*].price")
                                .asDecimal()
                                .atMost(1000)
                                .perDay(BERLIN)
                                .per(Scope.GLOBAL)
                                .when(arg("currency").is("EUR"))
                                .countedAs("euros")
                                .orDeny("Orders of a day come to 1000 euros."))
                        .limit(sumOf("items[*].price")
                                .asDecimal()
                                .atMost(new BigDecimal("1200.50"))
                                .perDay(BERLIN)
                                .per(Scope.GLOBAL)
                                .when(arg("currency").is("USD"))
                                .countedAs("dollars")
                                .orDeny("Orders of a day come to 1200.50 dollars."))
                        .limit(calls().atMost(3)
                                .perDay(BERLIN)
                                .per(Scope.GLOBAL)
                                .keyedBy(arg("customer"))
                                .countedAs("each")
                                .orDeny("A customer orders three times a day."))
                        .limit(calls().atMost(10)
                                .perDay(BERLIN)
                                .per(Scope.GLOBAL)
                                .countedAs("all")
                                .orDeny("Ten orders a day are enough.")))
                .tool("create_refund", tool -> tool.require(
                                optional(arg("reason").in("duplicate", "requested_by_customer")))
                        .orDeny("The reason is duplicate or requested_by_customer.")
                        .require(arg("amount").asDecimal().atMost(200))
                        .orDeny("A refund is at most 200 euros.")
                        .limit(calls().atMost(1)
                                .perDay()
                                .per(Scope.GLOBAL)
                                .keyedByAllArguments()
                                .countedAs("same")
                                .orDeny("This was refunded already."))
                        .requireApproval(arg("amount").asDecimal().above(50))
                        .byOperator()
                        .within(Duration.ofMinutes(10))
                        .because("A refund of more than 50 euros."))
                .tool(
                        "send_payout",
                        tool -> tool.limit(calls().atMost(1)
                                .perWeek()
                                .per(Scope.GLOBAL)
                                .keyedByAllArguments()
                                .countedAs("same")
                                .orDeny("This was paid out already.")))
                .tool("cancel_subscription", tool -> tool.requireApproval()
                        .byOperator()
                        .rememberedForAnyArguments(Duration.ofMinutes(15), 3)
                        .because("A subscription ends."))
                .group("money_out", List.of("create_refund", "send_payout"), group -> group.require(
                                arg("currency").is("EUR"))
                        .orDeny("What goes out is in euros.")
                        .limit(sumOf("amount")
                                .asDecimal()
                                .atMost(500)
                                .perDay(BERLIN)
                                .per(Scope.GRANT)
                                .countedAs("paid")
                                .orDeny("At most 500 euros go out a day.")))
                .build();
    }

    private static Policy mail() {
        return PolicyBuilder.policy("mail-server")
                .denyByDefault()
                .describedAs("What an assistant may do with the office's mailbox")
                .hide("*delete*")
                .tool("read_email")
                .tool("search_emails", tool -> tool.require(
                                optional(arg("max_results").atMost(50)))
                        .orDeny("Ask for at most 50 messages."))
                .tool("send_email", tool -> tool.require(any(
                                arg("to").emailIn("example.com", "desk.example.org"),
                                all(
                                        arg("to[*]").emailIn("example.com", "desk.example.org"),
                                        arg("to[3]").isMissing())))
                        .orDeny("Write to at most three people of example.com or desk.example.org.")
                        .require(arg("subject").doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}]"))
                        .orDeny("Give a subject in one line."))
                .tool("reply_to_email", tool -> tool.require(
                                arg("to").emailIn("example.com"), arg("to").doesNotContainPattern("[A-Z]"))
                        .orDeny("Answer one person of example.com, in small letters.")
                        .limit(calls().atMost(2)
                                .perDay()
                                .per(Scope.GLOBAL)
                                .keyedBy(arg("to"))
                                .countedAs("answers")
                                .orDeny("This person has had two answers today.")))
                .group("outgoing", List.of("send_email", "reply_to_email"), group -> group.require(any(
                                arg("cc").isMissing(),
                                arg("cc").is(List.of()),
                                arg("cc").emailIn("example.com"),
                                arg("cc[*]").emailIn("example.com")))
                        .orDeny("Send copies to example.com only.")
                        .require(any(arg("bcc").isMissing(), arg("bcc").is(List.of())))
                        .orDeny("No blind copies.")
                        .require(arg("body").doesNotContainPattern("(?i)BEGIN [A-Z ]*PRIVATE KEY|password:"))
                        .orDeny("Passwords and keys are not mailed.")
                        .limit(calls().atMost(5)
                                .sliding(Duration.ofHours(1))
                                .per(Scope.GRANT)
                                .countedAs("mails")
                                .orDeny("Five mails an hour are enough."))
                        .requireApproval(arg("attachments").exists())
                        .byClient()
                        .rememberedFor(Duration.ofMinutes(10))
                        .because("The mail has attachments."))
                .build();
    }

    private static Policy files() {
        return PolicyBuilder.policy("files-server")
                .denyByDefault()
                .describedAs("What a coding agent may do with the files of a project")
                .hide("delete_*", "*_media_file")
                .tool("list_allowed_directories")
                .tool("read_text_file", tool -> tool.require(
                                optional(arg("head").atMost(500)))
                        .orDeny("Read at most the first 500 lines."))
                .tool("read_multiple_files", tool -> tool.require(any(
                                all(
                                        arg("paths").isWithin("/srv/data"),
                                        arg("paths").doesNotContainPattern("/\\.")),
                                all(
                                        arg("paths[*]").isWithin("/srv/data"),
                                        arg("paths[*]").doesNotContainPattern("/\\."),
                                        arg("paths[5]").isMissing())))
                        .orDeny("Read at most five files below /srv/data, and none with a dot before its name."))
                .tool("write_file", tool -> tool.requireApproval(arg("path").doesNotContainPattern("^/srv/data/out/"))
                        .rememberedFor(Duration.ofMinutes(5), 2)
                        .because("A file outside of /srv/data/out is written."))
                .tool("edit_file", tool -> tool.requireApproval(arg("path").doesNotContainPattern("^/srv/data/out/"))
                        .when(not(arg("dry_run").is(true)))
                        .rememberedFor(Duration.ofMinutes(5))
                        .because("A file outside of /srv/data/out is changed."))
                .tool("move_file", tool -> tool.require(
                                arg("source").isWithin("/srv/data/out"),
                                arg("destination").isWithin("/srv/data/out"))
                        .orDeny("Move files below /srv/data/out only.")
                        .require(arg("destination").differsFrom(arg("source")))
                        .orDeny("The file is there already."))
                .listedGroup("reading", List.of("read_text_file", "list_directory*"), group -> group.require(
                                arg("path").isWithin("/srv/data", "/srv/docs/public"))
                        .orDeny("Read below /srv/data or /srv/docs/public.")
                        .require(arg("path").doesNotContainPattern("/\\."))
                        .orDeny("Files with a dot before their name are not read."))
                .listedGroup("writing", List.of("write_file", "edit_file", "create_directory"), group -> group.require(
                                arg("path").isWithin("/srv/data"), arg("path").doesNotContainPattern("/\\."))
                        .orDeny("Write below /srv/data, and nothing with a dot before its name.")
                        .limit(calls().atMost(6)
                                .perMinute()
                                .per(Scope.GRANT)
                                .countedAs("writes")
                                .orDeny("Six writes a minute are enough.")))
                .build();
    }

    private static Policy sql() {
        return PolicyBuilder.policy("sql-server")
                .denyByDefault()
                .describedAs("What an analyst's agent may do with the shop's database")
                .hide("drop_*", "*_role")
                .tool("list_tables")
                .tool("explain_query")
                .tool("query", tool -> tool.require(optional(arg("max_rows").atMost(1000)))
                        .orDeny("Ask for at most 1000 rows.")
                        .concurrent(callsAtOnce(2)
                                .per(Scope.PRINCIPAL)
                                .leasedFor(Duration.ofMinutes(2))
                                .orDeny("Wait for one of your queries to end.")))
                .tool("execute", tool -> tool.require(
                                arg("sql").containsPattern("^(?i:insert\\s+into|update|delete\\s+from)\\s[^;]*$"))
                        .orDeny("One INSERT, UPDATE or DELETE, without a semicolon.")
                        .require(arg("sql").containsPattern("(?i)\\swhere\\s"))
                        .when(arg("sql").containsPattern("^(?i:update|delete)\\s"))
                        .orDeny("Say by WHERE which rows are meant.")
                        .require(onDays(
                                EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                                LocalTime.of(8, 0),
                                LocalTime.of(18, 0),
                                BERLIN))
                        .orDeny("The database is changed in office hours.")
                        .limit(calls().atMost(4)
                                .perHour()
                                .per(Scope.PRINCIPAL)
                                .countedAs("changes")
                                .orDeny("Four changes an hour are enough."))
                        .concurrent(callsAtOnce(1).per(Scope.GLOBAL).orDeny("Another change is under way."))
                        .requireApproval(arg("sql").doesNotContainPattern("^(?i:insert|update)\\s"))
                        .byOperator()
                        .within(Duration.ofMinutes(15))
                        .because("Rows are deleted."))
                .tool("run_migration", tool -> tool.require(
                                notBefore(Instant.parse("2026-01-15T12:00:00Z")),
                                before(Instant.parse("2026-01-31T23:00:00Z")))
                        .orDeny("The database has moved.")
                        .requireApproval()
                        .byOperator()
                        .rememberedFor(Duration.ofMinutes(30))
                        .because("The tables change."))
                .group("reads", List.of("query", "explain_query"), group -> group.require(
                                arg("sql").containsPattern("^(?i:select)\\s[^;]*$"))
                        .orDeny("One SELECT, without a semicolon.")
                        .require(
                                arg("sql")
                                        .doesNotContainPattern(
                                                "(?i)\\binto\\b|\\bfor\\s+(no\\s+key\\s+update|update|key\\s+share|share)\\b|\\b(pg_|lo_|dblink)|_to_xml\\b"))
                        .orDeny("A SELECT here writes and locks nothing."))
                .group("statements", List.of("query", "explain_query", "execute"), group -> group.require(
                                arg("sql").doesNotContainPattern("--|/\\*"))
                        .orDeny("Write without comments.")
                        .require(arg("sql").doesNotContainPattern("(?i)\\bsalar(y|ies)\\b|u&\""))
                        .orDeny("Salaries are not for agents."))
                .build();
    }

    private static Policy issues() {
        return PolicyBuilder.policy("issues-server")
                .denyByDefault()
                .describedAs("What a developer's agent may do with the issues of two repositories")
                .hide("delete_*", "update_settings")
                .tool("get_issue")
                .tool("list_issues", tool -> tool.require(
                                optional(arg("per_page").atMost(100)))
                        .orDeny("Ask for at most 100 issues at once."))
                .tool("create_issue", tool -> tool.require(
                                optional(arg("labels[*]").in("bug", "question", "security")))
                        .orDeny("A new issue is a bug, a question or about security.")
                        .limit(calls().atMost(1)
                                .perDay(NEW_YORK)
                                .per(Scope.GLOBAL)
                                .keyedBy(arg("repo"), arg("title"))
                                .countedAs("titles")
                                .orDeny("There is an issue of this title today.")))
                .tool("update_issue", tool -> tool.require(
                                caller("attributes.role").in("maintainer", "triager"))
                        .when(arg("state").is("closed"))
                        .orDeny("Maintainers and triagers close issues."))
                .tool("assign_issue", tool -> tool.require(any(
                                arg("assignee").isSameAs(caller("principal")),
                                caller("attributes.role").is("maintainer")))
                        .orDeny("Assign issues to yourself."))
                .tool("lock_issue", tool -> tool.requireApproval()
                        .when(caller("attributes.role").isNot("maintainer"))
                        .byOperator()
                        .rememberedFor(Duration.ofHours(1), 2)
                        .because("A conversation is locked."))
                .group(
                        "repositories",
                        List.of("*_issue", "*_issues", "*_issue_comment", "update_*"),
                        group -> group.require(
                                        arg("owner").is("example"), arg("repo").in("shop", "docs"))
                                .orDeny("Work in example/shop and example/docs."))
                .listedGroup(
                        "writes",
                        List.of("create_issue", "add_issue_comment", "update_*", "assign_issue"),
                        group -> group.require(optional(arg("body").doesNotContainPattern("@(all|everyone)\\b")))
                                .orDeny("Do not call everybody.")
                                .limit(calls().atMost(5)
                                        .perDay(NEW_YORK)
                                        .per(Scope.PRINCIPAL)
                                        .countedAs("written")
                                        .orDeny("Five writes a day are enough."))
                                .requireApproval(
                                        arg("labels").exists(), arg("labels[*]").containsPattern("^(?i:security)$"))
                                .byOperator()
                                .rememberedFor(Duration.ofMinutes(20))
                                .because("The issue is about security."))
                .build();
    }
}
