package dev.mcppolicy.approval.stored;

import dev.mcppolicy.counter.stored.KeyBytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON value as bytes: a number keeps its type, a text each of its units, an object the order of its members. */
final class ValueBytes {
    private static final int DEEPEST = 1_000;

    private static final int NULL = 0;
    private static final int FALSE = 1;
    private static final int TRUE = 2;
    private static final int TEXT = 3;
    private static final int OBJECT = 4;
    private static final int LIST = 5;
    private static final int INTEGER = 6;
    private static final int LONG = 7;
    private static final int DOUBLE = 8;
    private static final int DECIMAL = 9;
    private static final int BIG_INTEGER = 10;
    private static final int FLOAT = 11;
    private static final int SHORT = 12;
    private static final int BYTE = 13;

    private ValueBytes() {}

    static void write(@Nullable Object value, DataOutputStream out) throws IOException {
        write(value, out, 0);
    }

    private static void write(@Nullable Object value, DataOutputStream out, int depth) throws IOException {
        if (value == null) {
            out.writeByte(NULL);
        } else if (value instanceof Boolean bool) {
            out.writeByte(bool ? TRUE : FALSE);
        } else if (value instanceof String text) {
            out.writeByte(TEXT);
            writeText(text, out);
        } else if (value instanceof Map<?, ?> map) {
            out.writeByte(OBJECT);
            out.writeInt(map.size());
            for (Map.Entry<?, ?> member : map.entrySet()) {
                if (!(member.getKey() instanceof String name)) {
                    throw new IllegalArgumentException("a member name that is not a string");
                }
                writeText(name, out);
                write(member.getValue(), out, deeper(depth));
            }
        } else if (value instanceof List<?> list) {
            out.writeByte(LIST);
            out.writeInt(list.size());
            for (Object element : list) {
                write(element, out, deeper(depth));
            }
        } else {
            writeNumber(value, out);
        }
    }

    private static void writeNumber(Object value, DataOutputStream out) throws IOException {
        if (value instanceof Integer number) {
            out.writeByte(INTEGER);
            out.writeInt(number);
        } else if (value instanceof Long number) {
            out.writeByte(LONG);
            out.writeLong(number);
        } else if (value instanceof Double number) {
            out.writeByte(DOUBLE);
            out.writeDouble(number);
        } else if (value instanceof Float number) {
            out.writeByte(FLOAT);
            out.writeFloat(number);
        } else if (value instanceof Short number) {
            out.writeByte(SHORT);
            out.writeShort(number);
        } else if (value instanceof Byte number) {
            out.writeByte(BYTE);
            out.writeByte(number);
        } else if (value.getClass() == BigDecimal.class) {
            BigDecimal number = (BigDecimal) value;
            out.writeByte(DECIMAL);
            out.writeInt(number.scale());
            writeBytes(number.unscaledValue().toByteArray(), out);
        } else if (value.getClass() == BigInteger.class) {
            out.writeByte(BIG_INTEGER);
            writeBytes(((BigInteger) value).toByteArray(), out);
        } else {
            throw new IllegalArgumentException("a value that is not JSON");
        }
    }

    static @Nullable Object read(DataInputStream in) throws IOException {
        return read(in, 0);
    }

    private static @Nullable Object read(DataInputStream in, int depth) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case NULL -> null;
            case FALSE -> false;
            case TRUE -> true;
            case TEXT -> readText(in);
            case OBJECT -> readObject(in, deeper(depth));
            case LIST -> readList(in, deeper(depth));
            case INTEGER -> in.readInt();
            case LONG -> in.readLong();
            case DOUBLE -> in.readDouble();
            case FLOAT -> in.readFloat();
            case SHORT -> in.readShort();
            case BYTE -> in.readByte();
            case DECIMAL -> readDecimal(in);
            case BIG_INTEGER -> new BigInteger(readBytes(in));
            default -> throw new IOException("a value of the kind " + kind + " is not known");
        };
    }

    private static Map<String, @Nullable Object> readObject(DataInputStream in, int depth) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            object.put(readText(in), read(in, depth));
        }
        return object;
    }

    private static List<@Nullable Object> readList(DataInputStream in, int depth) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            list.add(read(in, depth));
        }
        return list;
    }

    private static BigDecimal readDecimal(DataInputStream in) throws IOException {
        int scale = in.readInt();
        return new BigDecimal(new BigInteger(readBytes(in)), scale);
    }

    private static int deeper(int depth) {
        if (depth >= DEEPEST) {
            throw new IllegalArgumentException("nested deeper than " + DEEPEST + " levels");
        }
        return depth + 1;
    }

    static void writeText(String text, DataOutputStream out) throws IOException {
        writeBytes(KeyBytes.of(text), out);
    }

    static String readText(DataInputStream in) throws IOException {
        return KeyBytes.text(readBytes(in));
    }

    private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] bytes = in.readNBytes(Math.max(0, length));
        if (bytes.length != length) {
            throw new IOException("the bytes end too soon");
        }
        return bytes;
    }
}
