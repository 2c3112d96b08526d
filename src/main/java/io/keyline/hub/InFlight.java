package io.keyline.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What was on the wire when the hub died. The database knows which messages were claimed for sending, not which of them
 * reached the socket; a memory-mapped file does, for it survives a kill -9 at the cost of a memory write. With it a restart
 * sends again what certainly did not go out, and holds only what may have. If the machine itself went down, or the hub moved
 * to another one, the file says nothing, and all that was claimed is uncertain.
 */
final class InFlight implements AutoCloseable {

    /**
     * What the file tells of a message.
     *
     * @param number     the part that was being sent
     * @param connection the connection that accepted that part
     * @param providerId the provider's id if it had accepted that part, else null: nobody knows
     */
    record Trace(int number, int total, int reference, String connection, String providerId) {

        boolean isAccepted() {
            return providerId != null;
        }
    }

    private static final int SLOTS = 4096;
    private static final int SLOT_BYTES = 128;
    private static final int HEADER_BYTES = 128;
    private static final int LONGEST_ID = 100;
    private static final int NUMBER = 8;
    private static final int TOTAL = 12;
    private static final int REFERENCE = 16;
    private static final int ID_LENGTH = 20;
    private static final int ID = 24;

    private final MappedByteBuffer file;
    private final ConcurrentLinkedQueue<Integer> free = new ConcurrentLinkedQueue<>();
    private final Map<Long, Trace> found = new HashMap<>();
    private final boolean trusted;

    /** Reads what an earlier hub left in this file, then starts it anew. */
    InFlight(Path path) {
        try (FileChannel channel = open(path)) {
            boolean complete = channel.size() == HEADER_BYTES + (long) SLOTS * SLOT_BYTES;
            file = channel.map(FileChannel.MapMode.READ_WRITE, 0, HEADER_BYTES + (long) SLOTS * SLOT_BYTES);
            byte[] boot = boot();
            trusted = complete && boot.length > 0 && sameBoot(boot);
            for (int slot = 0; slot < SLOTS; slot++) {
                int at = HEADER_BYTES + slot * SLOT_BYTES;
                if (trusted && file.getLong(at) != 0) {
                    found.put(file.getLong(at), read(at));
                }
                file.putLong(at, 0);
                free.add(at);
            }
            file.put(0, boot);
            file.put(boot.length, (byte) 0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + path, e);
        }
    }

    private static FileChannel open(Path path) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    }

    /** The kernel's id of this boot: memory that was not written to the disk yet is lost with it. */
    private static byte[] boot() throws IOException {
        Path id = Path.of("/proc/sys/kernel/random/boot_id");
        return Files.isReadable(id) ? Files.readString(id).trim().getBytes(StandardCharsets.US_ASCII) : new byte[0];
    }

    private boolean sameBoot(byte[] boot) {
        byte[] stored = new byte[boot.length];
        file.get(0, stored);
        return java.util.Arrays.equals(boot, stored);
    }

    private Trace read(int at) {
        int length = file.getInt(at + ID_LENGTH);
        if (length <= 0 || length > LONGEST_ID) {
            return new Trace(file.getInt(at + NUMBER), 0, 0, null, null);
        }
        byte[] bytes = new byte[length];
        file.get(at + ID, bytes);
        String[] names = new String(bytes, StandardCharsets.UTF_8).split("\n", 2);
        return new Trace(file.getInt(at + NUMBER), file.getInt(at + TOTAL), file.getInt(at + REFERENCE), names[0], names[1]);
    }

    /** Whether what it does not know was certainly not on the wire. */
    boolean isTrusted() {
        return trusted;
    }

    /** What an earlier hub was sending of this message when it died, or null. */
    Trace found(long messageId) {
        return found.get(messageId);
    }

    /** A place to note a message in; -1 when all are taken, and then nothing is known of it after a crash. */
    int take() {
        Integer slot = free.poll();
        return slot == null ? -1 : slot;
    }

    /** The part goes to the socket now. */
    void writing(int slot, long messageId, int number) {
        if (slot < 0) {
            return;
        }
        file.putInt(slot + ID_LENGTH, 0); // first: the id that is there belongs to the part before
        file.putInt(slot + NUMBER, number);
        file.putLong(slot, messageId);
    }

    /** The provider has accepted the part. */
    void accepted(int slot, Outgoing.PartSent part) {
        byte[] id = (part.connection() + "\n" + part.providerId()).getBytes(StandardCharsets.UTF_8);
        if (slot < 0 || part.providerId() == null || id.length > LONGEST_ID) {
            return;
        }
        file.putInt(slot + TOTAL, part.total());
        file.putInt(slot + REFERENCE, part.reference());
        file.put(slot + ID, id);
        file.putInt(slot + ID_LENGTH, id.length);
    }

    /** The outcome is in the database; the place is free again. */
    void done(int slot) {
        if (slot >= 0) {
            file.putLong(slot, 0);
            free.add(slot);
        }
    }

    @Override
    public void close() {
        file.force();
    }
}
