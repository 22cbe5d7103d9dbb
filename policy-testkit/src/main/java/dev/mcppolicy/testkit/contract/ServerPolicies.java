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
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;

/** The policies of the conformance corpus for servers as people run them, written in Java. */
final class ServerPolicies {
    private static final List<String> NAMES =
            List.of("browser-server", "cloud-server", "chat-server", "calendar-server", "search-server");

    private ServerPolicies() {}

    static List<String> names() {
        return NAMES;
    }

    static Policy of(String name) {
        return switch (name) {
            case "browser-server" -> browser();
            case "cloud-server" -> cloud();
            case "chat-server" -> chat();
            case "calendar-server" -> calendar();
            case "search-server" -> search();
            default -> throw new IllegalArgumentException(name);
        };
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
        ZoneId berlin = ZoneId.of("Europe/Berlin");
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
                                        berlin))
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
                                .perDay(berlin)
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
                                .perWeek(berlin)
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
                        .require(onDays(
                                EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), ZoneId.of("America/New_York")))
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
