package dev.mcppolicy.counter.stored;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.KeyValue;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.ReserveRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that has a {@link Hold} as bytes, so that another process can settle what it has taken. Equal requests have
 * equal ones. Its name is kept beside it.
 */
public final class RequestBytes {
    private RequestBytes() {}

    /**
     * A request as bytes.
     *
     * @param request the request
     * @param hold the request's
     * @return its bytes, without the name
     */
    public static byte[] of(ReserveRequest request, Hold hold) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(hold.untilMillis());
            out.writeBoolean(hold.then() == Hold.Then.RELEASE);
            write(request.payer(), out);
            out.writeInt(request.charges().size());
            for (Charge charge : request.charges()) {
                write(charge.key().encoded(), out);
                write(charge.key().value(), out);
                out.writeLong(charge.units());
                out.writeLong(charge.maxUnits());
            }
            out.writeInt(request.places().size());
            for (Place place : request.places()) {
                write(place.key().encoded(), out);
                write(place.key().value(), out);
                out.writeInt(place.max());
                out.writeLong(place.leaseMillis());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(@Nullable KeyValue value, DataOutputStream out) throws IOException {
        write(value == null ? "" : value.shown(), out);
    }

    private static void write(String text, DataOutputStream out) throws IOException {
        byte[] bytes = KeyBytes.of(text);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * The request that some bytes stand for.
     *
     * @param stored what {@link #of} has made
     * @param id the request's name
     * @return the request
     * @throws RuntimeException if the bytes are anything else
     */
    public static ReserveRequest request(byte[] stored, OperationId id) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored))) {
            long until = in.readLong();
            Hold hold = new Hold(id, until, in.readBoolean() ? Hold.Then.RELEASE : Hold.Then.KEEP);
            String payer = readText(in);
            List<Charge> charges = new ArrayList<>();
            for (int i = in.readInt(); i > 0; i--) {
                charges.add(new Charge(StoredKey.counter(readText(in), readText(in)), in.readLong(), in.readLong()));
            }
            List<Place> places = new ArrayList<>();
            for (int i = in.readInt(); i > 0; i--) {
                places.add(new Place(StoredKey.place(readText(in), readText(in)), in.readInt(), in.readLong()));
            }
            return new ReserveRequest(charges, places, payer, hold);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String readText(DataInputStream in) throws IOException {
        return KeyBytes.text(in.readNBytes(in.readInt()));
    }
}
