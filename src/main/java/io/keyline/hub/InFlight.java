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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;

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
    private static final int LIFE = 64;
    private static final int LONGEST_ID = 100;
    private static final int NUMBER = 8;
    private static final int TOTAL = 12;
    private static final int REFERENCE = 16;
    private static final int ID_LENGTH = 20;
    private static final int ID = 24;

    private final MappedByteBuffer file;
    private final BlockingQueue<Integer> free = new LinkedBlockingQueue<>();
    private final Map<Long, Trace> found = new HashMap<>();
    private final byte[] boot;
    private final boolean trusted;
    private final String life;

    /** Reads what an earlier hub left in this file. It stays there until {@link #startAnew}, in case this one dies soon, too. */
    InFlight(Path path) {
        try (FileChannel channel = open(path)) {
            boolean complete = channel.size() == HEADER_BYTES + (long) SLOTS * SLOT_BYTES;
            file = channel.map(FileChannel.MapMode.READ_WRITE, 0, HEADER_BYTES + (long) SLOTS * SLOT_BYTES);
            boot = boot();
            trusted = complete && boot.length > 0 && sameBoot(boot);
            life = trusted ? text(LIFE, HEADER_BYTES - LIFE) : "";
            for (int at : slots()) {
                if (trusted && file.getLong(at) != 0) {
                    found.put(file.getLong(at), read(at));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + path, e);
        }
    }

    /** The life in which what was found was noted; empty if nobody knows. */
    String life() {
        return life;
    }

    /** What an earlier hub left is settled in the database; from here on the file is this hub's. @param begun its life, a few characters */
    void startAnew(String begun) {
        for (int at : slots()) {
            file.putLong(at, 0);
            free.add(at);
        }
        byte[] header = new byte[HEADER_BYTES];
        System.arraycopy(boot, 0, header, 0, boot.length);
        byte[] name = begun.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, header, LIFE, name.length);
        file.put(0, header);
    }

    private static int[] slots() {
        return IntStream.range(0, SLOTS).map(slot -> HEADER_BYTES + slot * SLOT_BYTES).toArray();
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

    private String text(int at, int length) {
        byte[] bytes = new byte[length];
        file.get(at, bytes);
        return new String(bytes, StandardCharsets.US_ASCII).trim();
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

    /** A place to note a message in; waits for one, for what is not noted here could go twice after a crash. */
    int take() {
        try {
            return free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting to send", e);
        }
    }

    /** The part goes to the socket now. */
    void writing(int slot, long messageId, int number) {
        file.putInt(slot + ID_LENGTH, 0); // first, or a kill here would leave this part with the id of the one before
        file.putInt(slot + NUMBER, number);
        file.putLong(slot, messageId);
    }

    /** The provider has accepted the part. */
    void accepted(int slot, Outgoing.PartSent part) {
        byte[] id = (part.connection() + "\n" + part.providerId()).getBytes(StandardCharsets.UTF_8);
        if (part.providerId() == null || id.length > LONGEST_ID) {
            return;
        }
        file.putInt(slot + TOTAL, part.total());
        file.putInt(slot + REFERENCE, part.reference());
        file.put(slot + ID, id);
        file.putInt(slot + ID_LENGTH, id.length);
    }

    /** The outcome is in the database; the place is free again. */
    void done(int slot) {
        file.putLong(slot, 0);
        free.add(slot);
    }

    @Override
    public void close() {
        file.force();
    }
}
