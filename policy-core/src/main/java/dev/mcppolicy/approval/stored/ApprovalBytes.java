package dev.mcppolicy.approval.stored;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.decision.AnswerWay;
import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.ApprovedBy;
import dev.mcppolicy.model.Remembrance;
import dev.mcppolicy.model.RuleId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Questions and answers as bytes that lose nothing of them but the definition of the tool, by which no operator decides and
 * which whoever asks has itself.
 */
public final class ApprovalBytes {
    private static final int VERSION = 1;

    private ApprovalBytes() {}

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    /**
     * A request as bytes.
     *
     * @throws IllegalArgumentException if the arguments are not JSON
     */
    public static byte[] of(ApprovalRequest request) {
        return written(out -> {
            ValueBytes.writeText(request.id(), out);
            ValueBytes.writeText(request.tool(), out);
            ValueBytes.write(request.call().arguments(), out);
            write(request.caller(), out);
            out.writeInt(request.rules().size());
            for (AskingRule rule : request.rules()) {
                write(rule, out);
            }
            ValueBytes.writeText(request.revision(), out);
            write(request.expiresAt(), out);
        });
    }

    /**
     * The request that some bytes stand for.
     *
     * @throws StoreException if they stand for none
     */
    public static ApprovalRequest request(byte[] bytes) {
        return read(bytes, in -> {
            String id = ValueBytes.readText(in);
            String tool = ValueBytes.readText(in);
            Object arguments = ValueBytes.read(in);
            ToolCall call = ToolCall.of(tool, arguments, readCaller(in));
            List<AskingRule> rules = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                rules.add(readRule(in));
            }
            String revision = ValueBytes.readText(in);
            return new ApprovalRequest(id, call, rules, revision, readInstant(in));
        });
    }

    /** An answer as bytes. */
    public static byte[] of(ApprovalAnswer answer) {
        return written(out -> {
            out.writeBoolean(answer.isApproved());
            writeOptional(answer.by(), out);
            AnswerWay way = answer.way();
            writeOptional(way == null ? null : way.name(), out);
            Instant at = answer.at();
            out.writeBoolean(at != null);
            if (at != null) {
                write(at, out);
            }
            writeOptional(answer.note(), out);
        });
    }

    /**
     * The answer that some bytes stand for.
     *
     * @throws StoreException if they stand for none
     */
    public static ApprovalAnswer answer(byte[] bytes) {
        return read(bytes, in -> {
            boolean isApproved = in.readBoolean();
            String by = readOptional(in);
            String way = readOptional(in);
            Instant at = in.readBoolean() ? readInstant(in) : null;
            return new ApprovalAnswer(
                    isApproved, by, way == null ? null : AnswerWay.valueOf(way), at, readOptional(in));
        });
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] bytes, Reading<T> reading) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IOException("it was written by a later version of the store");
            }
            T value = reading.from(in);
            if (in.read() >= 0) {
                throw new IOException("there are bytes left over");
            }
            return value;
        } catch (IOException | RuntimeException e) {
            throw new StoreException("what waits for an answer cannot be read: " + e.getMessage(), e);
        }
    }

    private static void write(Caller caller, DataOutputStream out) throws IOException {
        out.writeBoolean(caller.isAnonymous());
        writeOptional(caller.grant(), out);
        writeOptional(caller.principal(), out);
        writeOptional(caller.session(), out);
        writeOptional(caller.client(), out);
        ValueBytes.write(caller.attributes(), out);
    }

    @SuppressWarnings("unchecked") // the names of members are read as strings
    private static Caller readCaller(DataInputStream in) throws IOException {
        Caller caller = in.readBoolean() ? Caller.anonymous() : Caller.unidentified();
        String grant = readOptional(in);
        caller = grant == null ? caller : caller.withGrant(grant);
        String principal = readOptional(in);
        caller = principal == null ? caller : caller.withPrincipal(principal);
        String session = readOptional(in);
        caller = session == null ? caller : caller.withSession(session);
        String client = readOptional(in);
        caller = client == null ? caller : caller.withClient(client);
        return ValueBytes.read(in) instanceof Map<?, ?> attributes && !attributes.isEmpty()
                ? caller.withAttributes((Map<String, @Nullable Object>) attributes)
                : caller;
    }

    private static void write(AskingRule rule, DataOutputStream out) throws IOException {
        ValueBytes.writeText(rule.id().value(), out);
        ValueBytes.writeText(rule.name(), out);
        ValueBytes.writeText(rule.message(), out);
        ValueBytes.writeText(rule.by().id(), out);
        Remembrance remember = rule.remember();
        out.writeBoolean(remember != null);
        if (remember != null) {
            out.writeLong(remember.span().toSeconds());
            out.writeInt(remember.span().toNanosPart());
            out.writeBoolean(remember.anyArguments());
            Integer uses = remember.uses();
            out.writeInt(uses == null ? 0 : uses);
        }
    }

    private static AskingRule readRule(DataInputStream in) throws IOException {
        RuleId id = new RuleId(ValueBytes.readText(in));
        String name = ValueBytes.readText(in);
        String message = ValueBytes.readText(in);
        ApprovedBy by = ApprovedBy.of(ValueBytes.readText(in)).orElseThrow();
        return new AskingRule(id, name, message, by, in.readBoolean() ? readRemembrance(in) : null);
    }

    private static Remembrance readRemembrance(DataInputStream in) throws IOException {
        long seconds = in.readLong();
        Duration span = Duration.ofSeconds(seconds, in.readInt());
        boolean anyArguments = in.readBoolean();
        int uses = in.readInt();
        return new Remembrance(span, anyArguments, uses == 0 ? null : uses);
    }

    private static void write(Instant instant, DataOutputStream out) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    private static Instant readInstant(DataInputStream in) throws IOException {
        long seconds = in.readLong();
        return Instant.ofEpochSecond(seconds, in.readInt());
    }

    private static void writeOptional(@Nullable String text, DataOutputStream out) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            ValueBytes.writeText(text, out);
        }
    }

    private static @Nullable String readOptional(DataInputStream in) throws IOException {
        return in.readBoolean() ? ValueBytes.readText(in) : null;
    }
}
