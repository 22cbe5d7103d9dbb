package dev.mcppolicy.cli;

import dev.mcppolicy.cli.input.BadInputException;
import dev.mcppolicy.cli.input.CallReader;
import dev.mcppolicy.cli.input.JsonReader;
import dev.mcppolicy.cli.input.ReplayLine;
import dev.mcppolicy.cli.output.DecisionJson;
import dev.mcppolicy.cli.output.JsonLayout;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.fuzz.Law;
import dev.mcppolicy.fuzz.Seeds;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.replay.PolicyReplay;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Any text, replayed as calls under a policy. */
public final class ReplayLineTarget {
    private static final Policy POLICY = PolicyReader.parse(Seeds.refundPolicy());
    private static final JsonReader.Place PLACE = new JsonReader.Place("calls", 1);

    private ReplayLineTarget() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        PolicyReplay replay = PolicyReplay.of(POLICY);
        List<String> lines = new String(data, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        for (String line : lines) {
            try {
                answer(CallReader.replayLine(line, PLACE), replay);
            } catch (BadInputException e) {
                String message = String.valueOf(e.getMessage());
                Law.holds(
                        message.startsWith("calls:1:") && message.chars().noneMatch(Character::isISOControl),
                        () -> "no message: " + message);
                return;
            } catch (IllegalArgumentException e) {
                Law.holds(String.valueOf(e.getMessage()).contains("counter"), e::toString);
                return;
            }
        }
    }

    private static void answer(ReplayLine line, PolicyReplay replay) {
        replay.moveTo(line.at());
        if (line instanceof ReplayLine.Call call) {
            PolicyReplay.Replayed replayed = replay.judge(call.recorded());
            Decision decision = replayed.decision();
            Law.holds(
                    JsonLayout.line(DecisionJson.of(decision, replayed.shadow()))
                            .startsWith("{"),
                    () -> "no answer");
            Law.holds(
                    !(decision instanceof Decision.Deny deny) || deny.denial().code() != DenialCode.INTERNAL_ERROR,
                    () -> "an internal error");
        } else {
            List<String> asked = ((ReplayLine.Listing) line).tools();
            Law.holds(asked.containsAll(replay.visible(asked)), () -> "a tool that was not asked for");
        }
    }
}
