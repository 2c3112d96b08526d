package io.keyline.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.hub.InFlight.Trace;
import io.keyline.hub.Outgoing.PartSent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A kill -9 is played by opening the file again without closing it: the mapping is all that survives either. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere nothing tells one boot from another, and the file is never trusted")
@DisplayName("What was on the wire when the hub died")
class InFlightTest {

    private static final long MESSAGE = 4711;

    @TempDir
    Path directory;
    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("data").resolve("in-flight");
    }

    private static InFlight begun(Path file) {
        InFlight inFlight = new InFlight(file);
        inFlight.startAnew("0.1");
        return inFlight;
    }

    @Test
    void aNewFileSaysNothing() {
        assertThat(new InFlight(file).isTrusted()).isFalse();
    }

    @Test
    void whatWasBeingWrittenIsFound() {
        InFlight before = begun(file);
        before.writing(before.take(), MESSAGE, 2);
        InFlight after = new InFlight(file);
        assertThat(after.isTrusted()).isTrue();
        assertThat(after.found(MESSAGE)).isEqualTo(new Trace(2, 0, 0, null, null));
        assertThat(after.found(MESSAGE).isAccepted()).isFalse();
    }

    @Test
    void whatWasAcceptedIsFoundWithItsId() {
        InFlight before = begun(file);
        int slot = before.take();
        before.writing(slot, MESSAGE, 1);
        before.accepted(slot, new PartSent(1, 3, 65_535, "main", "0a1b-ü"));
        Trace trace = new InFlight(file).found(MESSAGE);
        assertThat(trace).isEqualTo(new Trace(1, 3, 65_535, "main", "0a1b-ü"));
        assertThat(trace.isAccepted()).isTrue();
    }

    @Test
    void theNextPartIsUnderWayAfterTheLastOneWasAccepted() {
        InFlight before = begun(file);
        int slot = before.take();
        before.writing(slot, MESSAGE, 1);
        before.accepted(slot, new PartSent(1, 2, 7, "main", "id-1"));
        before.writing(slot, MESSAGE, 2);
        assertThat(new InFlight(file).found(MESSAGE)).isEqualTo(new Trace(2, 0, 0, null, null));
    }

    @Test
    void whatIsSettledIsForgotten() {
        InFlight before = begun(file);
        int slot = before.take();
        before.writing(slot, MESSAGE, 1);
        before.done(slot);
        assertThat(new InFlight(file).found(MESSAGE)).isNull();
    }

    @Test
    void whatWasTakenButNotWrittenCertainlyDidNotGo() {
        InFlight before = begun(file);
        before.take();
        InFlight after = new InFlight(file);
        assertThat(after.isTrusted()).isTrue();
        assertThat(after.found(MESSAGE)).isNull();
    }

    @Test
    void isToldUntilItIsSettledInTheDatabaseAndThenNoMore() {
        InFlight before = begun(file);
        before.writing(before.take(), MESSAGE, 1);
        assertThat(new InFlight(file).found(MESSAGE)).isNotNull();
        assertThat(begun(file).found(MESSAGE)).as("the hub in between died before it had settled anything").isNotNull();
        assertThat(new InFlight(file).found(MESSAGE)).isNull();
    }

    @Test
    void isNotTrustedAfterAnotherBoot() throws IOException {
        InFlight before = begun(file);
        before.writing(before.take(), MESSAGE, 1);
        byte[] bytes = Files.readAllBytes(file);
        byte[] otherBoot = "00000000-0000-0000-0000-000000000000".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(otherBoot, 0, bytes, 0, otherBoot.length);
        Files.write(file, bytes);
        InFlight after = new InFlight(file);
        assertThat(after.isTrusted()).isFalse();
        assertThat(after.found(MESSAGE)).isNull();
    }

    @Test
    void aFileCutShortIsNotTrusted() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim());
        assertThat(new InFlight(file).isTrusted()).isFalse();
    }

    @Test
    void anIdTooLongToNoteLeavesThePartUncertain() {
        InFlight before = begun(file);
        int slot = before.take();
        before.writing(slot, MESSAGE, 1);
        before.accepted(slot, new PartSent(1, 1, 0, "main", "x".repeat(200)));
        assertThat(new InFlight(file).found(MESSAGE).isAccepted()).isFalse();
    }

    @Test
    void moreThanThereIsRoomForWaits() {
        InFlight inFlight = begun(file);
        Set<Integer> slots = new HashSet<>();
        for (int i = 0; i < 4096; i++) {
            slots.add(inFlight.take());
        }
        assertThat(slots).hasSize(4096);
        CompletableFuture<Integer> next = CompletableFuture.supplyAsync(inFlight::take);
        inFlight.done(slots.iterator().next());
        assertThat(next).succeedsWithin(Duration.ofSeconds(5)).isIn(slots.toArray());
    }
}
