package dev.mcppolicy.fuzz;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The text that a fuzzer's bytes stand for. */
public final class InputText {
    private InputText() {}

    /** UTF-8, in which a byte that is none becomes half a surrogate pair: a text in Java may hold such halves too. */
    public static String of(byte[] data) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(data);
        CharBuffer out = CharBuffer.allocate(data.length);
        for (CoderResult result = decoder.decode(in, out, true);
                result.isError();
                result = decoder.decode(in, out, true)) {
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (Character.MIN_SURROGATE + 16 * (in.get() & 0x7F)));
            }
        }
        return out.flip().toString();
    }
}
