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
    private static final List<String> NAMES = List.of(
            "payments-server",
            "mail-server",
            "files-server",
            "sql-server",
            "issues-server",
            "browser-server",
            "cloud-server",
            "chat-server",
            "calendar-server",
            "search-server");

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
            case "browser-server" -> browser();
            case "cloud-server" -> cloud();
            case "chat-server" -> chat();
            case "calendar-server" -> calendar();
            case "search-server" -> search();
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
                .tool("update_issue", tool -> tool.require(any(
                                arg("state").isMissing(),
                                arg("state").is("open"),
                                caller("attributes.role").in("maintainer", "triager")))
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

    private static Policy browser() {
        return PolicyBuilder.policy("browser-server")
                .denyByDefault()
                .describedAs("A browser that an agent drives through the shop and its documentation")
                .hide("*_unsafe", "browser_install")
                .tool("browser_navigate", tool -> tool.require(arg("url")
                                .hostIn("shop.example.com", "*.docs.example.com", "http://staging.example.com:8080"))
                        .named("our pages")
                        .orDeny("Open pages of the shop, its documentation or staging.")
                        .limit(calls().atMost(4)
                                .sliding(Duration.ofSeconds(10))
                                .per(Scope.SESSION)
                                .countedAs("pages")
                                .named("pages in ten seconds")
                                .orDeny("Read before you go on.")))
                .tool("browser_snapshot")
                .tool("browser_wait_for", tool -> tool.require(
                                optional(arg("time").atMost(30)))
                        .named("short waits")
                        .orDeny("Wait for at most 30 seconds."))
                .tool("browser_tabs", tool -> tool.require(arg("action").in("list", "select", "close"))
                        .named("no new tabs")
                        .orDeny("Open pages by browser_navigate alone."))
                .tool("browser_click")
                .tool("browser_type", tool -> tool.denyIf(arg("text").containsPattern("\\b[0-9]{13,19}\\b"))
                        .named("no card numbers")
                        .because("No card numbers.")
                        .requireApproval(arg("submit").exists(), arg("submit").isNot(false))
                        .named("sent forms")
                        .because("A form is about to be sent.")
                        .within(Duration.ofMinutes(2))
                        .byClient()
                        .rememberedFor(Duration.ofMinutes(5), 2))
                .tool("browser_evaluate", tool -> tool.require(
                                arg("function").containsPattern("^\\(\\) => [A-Za-z_.]+$"),
                                arg("function").doesNotContainPattern("(?i)cookie|storage"))
                        .named("harmless scripts")
                        .orDeny("A script here names one thing of the page.")
                        .requireApproval()
                        .named("scripts")
                        .because("A script is about to run.")
                        .byClient()
                        .rememberedFor(Duration.ofMinutes(10)))
                .tool("browser_file_upload", tool -> tool.require(
                                arg("paths[*]").isWithin("/srv/browser/outbox"))
                        .named("the outbox")
                        .orDeny("Upload from the outbox alone."))
                .group(
                        "loading",
                        List.of("browser_navigate", "browser_click"),
                        group -> group.concurrent(callsAtOnce(2)
                                .per(Scope.SESSION)
                                .leasedFor(Duration.ofSeconds(120))
                                .named("two loading at once")
                                .orDeny("Two pages are loading already.")))
                .build();
    }

    private static Policy cloud() {
        return PolicyBuilder.policy("cloud-server")
                .denyByDefault()
                .describedAs("Machines and deployments of a cloud account with three environments")
                .hide("*_iam_*", "assume_role")
                .tool("list_instances")
                .tool("get_logs", tool -> tool.require(optional(arg("limit").atMost(500)))
                        .named("short logs")
                        .orDeny("Read at most 500 lines."))
                .tool("apply_manifest", tool -> tool.require(not(all(
                                arg("environment").is("production"),
                                arg("force").is(true))))
                        .named("no force in production")
                        .orDeny("Nothing is forced in production."))
                .tool("scale_deployment", tool -> tool.require(
                                arg("replicas").atLeast(1), arg("replicas").atMost(20))
                        .named("replicas")
                        .orDeny("Between 1 and 20 replicas.")
                        .denyIf(not(arg("namespace").containsPattern("^team-[a-z]+$")))
                        .named("namespaces of teams")
                        .because("Scale the deployments of a team."))
                .tool("run_instances", tool -> tool.require(arg("region").in("eu-central-1", "eu-west-1"))
                        .named("regions")
                        .orDeny("Run machines in Europe."))
                .tool("create_volume")
                .group(
                        "changes",
                        List.of("apply_manifest", "scale_deployment", "run_instances", "create_volume", "delete_*"),
                        group -> group.require(arg("environment").in("dev", "staging", "production"))
                                .named("an environment")
                                .orDeny("Name the environment: dev, staging or production.")
                                .require(onDays(
                                        EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.THURSDAY),
                                        LocalTime.of(9, 0),
                                        LocalTime.of(16, 0),
                                        BERLIN))
                                .when(arg("environment").is("production"))
                                .named("hours of change")
                                .orDeny("Production changes from Monday to Thursday, 9 to 16 o'clock in Berlin.")
                                .requireApproval()
                                .when(arg("environment").is("production"))
                                .named("changes of production")
                                .because("Production is about to change.")
                                .within(Duration.ofMinutes(15))
                                .byOperator()
                                .rememberedFor(Duration.ofMinutes(10)))
                .listedGroup("destructive", List.of("delete_*"), group -> group.require(
                                caller("attributes.role").in("admin", "operator"))
                        .named("who deletes")
                        .orDeny("Only admins and operators delete.")
                        .limit(calls().atMost(5)
                                .perDay(BERLIN)
                                .per(Scope.PRINCIPAL)
                                .countedAs("deleted")
                                .named("deletions a day")
                                .orDeny("Five deletions a day."))
                        .requireApproval(arg("dry_run").isNot(true))
                        .named("deletions")
                        .because("Something is about to be deleted.")
                        .byOperator())
                .group("spending", List.of("run_instances", "create_volume"), group -> group.limit(sumOf("monthly_cost")
                                .asDecimal()
                                .atMost(300)
                                .perWeek(BERLIN)
                                .per(Scope.PRINCIPAL)
                                .countedAs("week")
                                .named("a week of one")
                                .orDeny("300 euros a week for each of you."))
                        .limit(sumOf("monthly_cost")
                                .asDecimal()
                                .atMost(500)
                                .perMonth()
                                .per(Scope.GLOBAL)
                                .countedAs("month")
                                .named("a month of all")
                                .orDeny("500 euros a month for all.")))
                .build();
    }

    private static Policy chat() {
        return PolicyBuilder.policy("chat-server")
                .denyByDefault()
                .describedAs("A team's chat, in which an agent of the desk answers")
                .hide("admin_*")
                .tool("list_channels")
                .tool("get_channel_history", tool -> tool.require(
                                arg("channel").in("C01HELP", "C02NEWS"),
                                optional(arg("limit").atMost(100)))
                        .named("what is read")
                        .orDeny("Read up to 100 messages of the help and news channels."))
                .tool("post_message", tool -> tool.require(any(
                                arg("channel").is("C01HELP"),
                                all(
                                        arg("channel").is("C02NEWS"),
                                        caller("attributes.roles").contains("editor"))))
                        .named("who writes where")
                        .orDeny("Answer in the help channel; editors write news.")
                        .require(optional(arg("thread_ts").containsPattern("^[0-9]{10}\\.[0-9]{6}$")))
                        .named("threads")
                        .orDeny("A thread is named by the time of its first message.")
                        .limit(calls().atMost(6)
                                .perHour()
                                .per(Scope.GLOBAL)
                                .keyedBy(arg("channel"))
                                .countedAs("each")
                                .named("messages in a channel")
                                .orDeny("Six messages an hour in a channel.")))
                .tool("send_direct_message", tool -> tool.require(
                                arg("users[3]").isMissing(), arg("users[*]").containsPattern("^U[0-9A-Z]{4,12}$"))
                        .named("three people")
                        .orDeny("Write to at most three people, each by their id."))
                .tool("share_file", tool -> tool.require(any(
                                arg("channels").is("C01HELP"),
                                arg("channels[*]").in("C01HELP", "C02NEWS")))
                        .named("where files go")
                        .orDeny("Share files in the help and news channels."))
                .group("messages", List.of("post_message", "send_direct_message"), group -> group.require(
                                arg("text").doesNotContainPattern("<!(channel|here|everyone)|(?s)(<@.*){4}"))
                        .named("three mentions")
                        .orDeny("Call at most three people by name, and never all.")
                        .require(arg("blocks").isMissing(), arg("attachments").isMissing())
                        .named("text alone")
                        .orDeny("Write text alone.")
                        .denyIf(arg("text").containsPattern("xox[a-z]-|-----BEGIN|\\bAKIA[0-9A-Z]{16}\\b"))
                        .named("no secrets")
                        .because("No secrets in messages.")
                        .limit(calls().atMost(5)
                                .sliding(Duration.ofMinutes(1))
                                .countedAs("burst")
                                .named("messages in a minute")
                                .orDeny("Five messages in a minute."))
                        .limit(calls().atMost(1)
                                .perHour()
                                .keyedBy(arg("text"))
                                .countedAs("same")
                                .named("the same once")
                                .orDeny("You have said that.")))
                .build();
    }

    private static Policy calendar() {
        return PolicyBuilder.policy("calendar-server")
                .denyByDefault()
                .describedAs("Calendars of a company with offices in Singapore and New York")
                .hide("delete_calendar", "share_*")
                .tool("list_calendars")
                .tool("query_free_busy", tool -> tool.require(arg("emails[*]").emailIn("example.com", "*.example.com"))
                        .named("our calendars")
                        .orDeny("Look at our own calendars."))
                .tool("create_event", tool -> tool.require(
                                arg("start.timestamp").asDecimal().isBelow(arg("end.timestamp")))
                        .named("start before end")
                        .orDeny("An event starts before it ends."))
                .tool("update_event", tool -> tool.require(
                                optional(arg("start.timestamp").asDecimal().isBelow(arg("end.timestamp"))))
                        .named("new start before new end")
                        .orDeny("Give the end with the start, and after it."))
                .tool("delete_event", tool -> tool.requireApproval(arg("notify").isNot(true))
                        .named("silent deletions")
                        .because("An event is about to vanish, and nobody is told.")
                        .byClient()
                        .rememberedFor(Duration.ofMinutes(15)))
                .tool("book_room", tool -> tool.require(arg("office").in("SIN", "NYC"))
                        .named("offices")
                        .orDeny("Name the office: SIN or NYC.")
                        .require(onDays(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), NEW_YORK))
                        .when(arg("office").is("NYC"))
                        .named("days of New York")
                        .orDeny("New York takes bookings on its working days."))
                .group("changes", List.of("create_event", "update_event", "delete_event"), group -> group.require(
                                arg("calendar_id").isSameAs(caller("attributes.calendar")))
                        .named("own calendar")
                        .orDeny("Change your own calendar alone.")
                        .require(any(
                                before(Instant.parse("2026-02-13T16:00:00Z")),
                                notBefore(Instant.parse("2026-02-22T16:00:00Z"))))
                        .named("new year")
                        .orDeny("Calendars stand still over the new year.")
                        .limit(calls().atMost(10)
                                .perDay(ZoneId.of("Asia/Singapore"))
                                .per(Scope.PRINCIPAL)
                                .countedAs("changed")
                                .named("changes a day")
                                .orDeny("Ten changes a day.")))
                .group("invitations", List.of("create_event", "update_event", "book_room"), group -> group.require(any(
                                arg("attendees[*]").isMissing(),
                                arg("attendees[*].email").emailIn("example.com", "*.example.com")))
                        .named("our people")
                        .orDeny("Invite our own people alone, each by their address."))
                .build();
    }

    private static Policy search() {
        return PolicyBuilder.policy("search-server")
                .denyByDefault()
                .describedAs("Search of the web, pages of a few hosts, and actors that cost money by the run")
                .hide("*_token", "abort_*")
                .everyTool(tool -> tool.limit(calls().atMost(100)
                        .perHour()
                        .countedAs("calls")
                        .named("a hundred calls")
                        .orDeny("A hundred calls an hour.")))
                .tool("web_search", tool -> tool.require(
                                optional(arg("count").atMost(20)),
                                optional(arg("offset").atMost(9)))
                        .named("pages of results")
                        .orDeny("At most 20 results, up to the tenth page."))
                .tool("news_search")
                .tool("fetch_page", tool -> tool.require(any(
                                arg("url").hostIn("wiki.example.org", "*.press.example.com"),
                                arg("url[*]").hostIn("wiki.example.org", "*.press.example.com")))
                        .named("wiki and press")
                        .orDeny("Fetch pages of the wiki and of the press.")
                        .concurrent(callsAtOnce(2)
                                .named("two pages at once")
                                .orDeny("Two pages are being fetched for you.")))
                .tool("run_actor", tool -> tool.require(arg("actor").in("acme/prices", "acme/reviews"))
                        .named("actors")
                        .orDeny("Run acme/prices or acme/reviews.")
                        .limit(calls().atMost(1)
                                .perDay()
                                .keyedByAllArguments()
                                .countedAs("same")
                                .named("the same once")
                                .orDeny("This ran today; read its results."))
                        .concurrent(callsAtOnce(1)
                                .per(Scope.GLOBAL)
                                .keyedBy(arg("actor"))
                                .leasedFor(Duration.ofMinutes(5))
                                .named("one of an actor")
                                .orDeny("The actor is running.")))
                .tool("extract_data")
                .tool("get_results", tool -> tool.require(arg("limit").atMost(1000))
                        .named("a thousand results")
                        .orDeny("Ask for at most 1000 results."))
                .group(
                        "searches",
                        List.of("web_search", "news_search"),
                        group -> group.limit(calls().atMost(5)
                                .perSeconds(10)
                                .per(Scope.GLOBAL)
                                .countedAs("burst")
                                .named("burst of searches")
                                .orDeny("Five searches in ten seconds.")))
                .group("paid", List.of("run_actor", "extract_data"), group -> group.limit(sumOf("max_cost")
                                .asDecimal()
                                .atMost(5)
                                .perDay()
                                .countedAs("today")
                                .named("budget of a day")
                                .orDeny("Five dollars a day."))
                        .limit(sumOf("max_cost")
                                .asDecimal()
                                .atMost(20)
                                .perMonth()
                                .per(Scope.GLOBAL)
                                .countedAs("month")
                                .named("budget of the month")
                                .orDeny("The month's budget is spent."))
                        .requireApproval(arg("max_cost").asDecimal().above(1))
                        .named("dear runs")
                        .because("A run costs more than a dollar.")
                        .within(Duration.ofMinutes(30))
                        .byOperator())
                .group(
                        "work",
                        List.of("fetch_page", "run_actor", "extract_data"),
                        group -> group.concurrent(callsAtOnce(3)
                                .per(Scope.GLOBAL)
                                .named("three workers")
                                .orDeny("All three workers are busy.")))
                .build();
    }
}
