package dev.mcppolicy.catalog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server over standard streams that behaves as its one argument says, and not as a server should. */
final class FakeServer {
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final String CHANGED = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private final String behaviour;
    private int listings;

    private FakeServer(String behaviour) {
        this.behaviour = behaviour;
    }

    public static void main(String[] arguments) throws Exception {
        new FakeServer(arguments[0]).run();
    }

    private void run() throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        begin();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Matcher id = ID.matcher(line);
            if (line.contains("\"method\":\"initialize\"")) {
                say("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-11-25\","
                        + "\"capabilities\":{\"tools\":{}},\"instructions\":\"Be kind.\"}}");
            } else if (line.contains("\"method\":\"tools/list\"") && id.find()) {
                listings++;
                list(id.group(1));
            }
        }
        if (behaviour.equals("never ends")) {
            Runtime.getRuntime().addShutdownHook(new Thread(FakeServer::sleep));
            sleep();
        }
    }

    private void begin() throws IOException {
        switch (behaviour) {
            case "ends" -> {
                System.err.println("no key\u001b[31m given");
                System.err.println("set API_KEY");
                System.exit(3);
            }
            case "banner" -> {
                OUT.println("Welcome to the server");
                OUT.println();
                OUT.println("{\"level\":30,\"msg\":\"started\"}");
                System.err.print("x".repeat(1 << 20));
            }
            case "rubbish" -> {
                for (int i = 0; i <= 100; i++) {
                    OUT.println("rubbish\u001b[31m " + i);
                }
            }
            case "children", "ends while listing, and leaves a child" -> {
                Process child = new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                FakeServer.class.getName(),
                                "sleeps")
                        .start();
                System.err.println("child " + child.pid());
            }
            case "sleeps" -> sleep();
            case "not utf-8" -> System.out.write(new byte[] {(byte) 0xC3, '\n'});
            default -> {}
        }
    }

    private void list(String id) throws IOException {
        switch (behaviour) {
            case "ends while listing", "ends while listing, and leaves a child" -> System.exit(0);
            case "no answer" -> sleep();
            case "no answer, and children" -> {
                behave("children");
                sleep();
            }
            case "pieces" -> {
                for (char each : page(id, "\"a\u00e4\"", "").toCharArray()) {
                    System.out.write(String.valueOf(each).getBytes(StandardCharsets.UTF_8));
                    System.out.flush();
                }
                OUT.println();
            }
            case "endless line" -> {
                byte[] piece = new byte[1 << 16];
                while (true) {
                    System.out.write(piece);
                    if (OUT.checkError()) {
                        System.exit(0);
                    }
                }
            }
            case "torn" -> say(page(id, "\"a\"", "").substring(0, 30));
            case "twice" -> say("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"id\":" + id + ",\"result\":{}}");
            case "endless pages" -> say(page(id, "\"a" + id + "\"", ",\"nextCursor\":\"" + id + "\""));
            case "same page" -> say(page(id, "\"a\"", ",\"nextCursor\":\"same\""));
            case "changes" -> {
                if (listings == 1) {
                    OUT.println(CHANGED);
                }
                say(page(id, "\"a" + listings + "\"", ""));
            }
            case "always changes" -> {
                OUT.println(CHANGED);
                say(page(id, "\"a" + listings + "\"", ""));
            }
            case "many" -> {
                StringBuilder names = new StringBuilder("\"t0\"");
                for (int i = 1; i < 10_000; i++) {
                    names.append("},{\"name\":\"t").append(i).append('"');
                }
                say(page(id, names.toString(), ""));
            }
            case "error" ->
                say("{\"jsonrpc\":\"2.0\",\"id\":" + id
                        + ",\"error\":{\"code\":-32603,\"message\":\"no\u001b[31m key\"}}"
                                .replace("\u001b", "\\u001b"));
            default -> say(page(id, "\"a\"},{\"name\":\"b\\u001b[31m\"", ""));
        }
    }

    private void behave(String other) throws IOException {
        new FakeServer(other).begin();
    }

    private static String page(String id, String names, String more) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"tools\":[{\"name\":" + names + "}]" + more + "}}";
    }

    private static void say(String message) {
        OUT.println(message);
    }

    private static void sleep() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
