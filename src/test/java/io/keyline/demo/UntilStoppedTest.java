package io.keyline.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A simulator in a process of its own")
class UntilStoppedTest {

    private static final Pattern READY = Pattern.compile("SMSC ready: SMPP 3.4 on 127.0.0.1:(\\d+)");
    private static final int TERMINATED = 128 + 15;

    @TempDir
    Path directory;
    private Process smsc;

    /** Returns its port when it listens. */
    private int start(ProcessBuilder.Redirect input) throws Exception {
        smsc = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), "io.keyline.Main", "smsc", "--port", "0")).redirectInput(input).redirectErrorStream(true)
                .redirectOutput(said().toFile()).start();
        return await().until(this::port, port -> port > 0);
    }

    private Path said() {
        return directory.resolve("said");
    }

    private int port() throws Exception {
        Matcher ready = READY.matcher(Files.readString(said()));
        return ready.find() ? Integer.parseInt(ready.group(1)) : 0;
    }

    @AfterEach
    void stop() {
        smsc.destroyForcibly();
    }

    @Test
    void thatHasNoInputRunsUntilItIsTerminated() throws Exception {
        int port = start(ProcessBuilder.Redirect.from(new File("/dev/null")));
        new Socket("127.0.0.1", port).close();
        smsc.destroy();
        assertThat(smsc.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(smsc.exitValue()).as("it did not end by itself").isEqualTo(TERMINATED);
        assertThat(Files.readString(said())).doesNotContain("Standard input has ended");
    }

    @Test
    void whoseInputEndsSaysWhyItDoes() throws Exception {
        start(ProcessBuilder.Redirect.PIPE);
        smsc.getOutputStream().close();
        assertThat(smsc.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(smsc.exitValue()).isZero();
        assertThat(Files.readString(said())).contains("Standard input has ended, and so does this");
    }
}
