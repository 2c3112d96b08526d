package io.keyline.demo;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays a customer at the telephone. Exit status: 0 answered, 1 no answer, 2 no SMSC or a wrong argument. */
@Command(name = "text", description = "Texts the hub as a customer would, and prints the answer.", defaultValueProvider = DemoDefaults.class,
        mixinStandardHelpOptions = true, exitCodeListHeading = "Exit status:%n",
        exitCodeList = {" 0:answered", " 1:no answer in time", " 2:no SMSC, or a wrong argument"})
public final class TextCommand implements Callable<Integer> {

    /** After the first answer, so long for others that belong to it. */
    private static final Duration SETTLING = Duration.ofMillis(300);
    private static final int NO_ANSWER = 1;
    private static final int NO_SMSC = 2;

    @Parameters(index = "0", paramLabel = "NUMBER", description = "the customer's number, as +4520123456")
    private String number;

    @Parameters(index = "1", arity = "0..1", paramLabel = "TEXT", description = "what to send; without it, a conversation line by line")
    private String text;

    @Option(names = "--host", description = "where the SMSC is (${DEFAULT-VALUE})")
    private String host;

    @Option(names = "--port", description = "its port (${DEFAULT-VALUE})")
    private int port;

    @Option(names = {"--to", "--short-code"}, description = "the number to text to (${DEFAULT-VALUE})")
    private String shortCode;

    @Option(names = "--timeout", description = "seconds to wait for an answer (${DEFAULT-VALUE})")
    private long timeout;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        String customer = customer();
        try (Handset handset = Handset.bind(host, port, customer)) {
            return text == null ? converse(handset) : ask(handset);
        } catch (IOException e) {
            err().printf("No SMSC at %s:%d: %s. Start it with bin/keyline demo.%n", host, port, e.getMessage());
            return NO_SMSC;
        }
    }

    private int ask(Handset handset) throws IOException, InterruptedException {
        handset.send(shortCode, text);
        Optional<Text> answer = handset.receive(Duration.ofSeconds(timeout));
        if (answer.isEmpty()) {
            err().printf("No answer in %d seconds.%n", timeout);
            return NO_ANSWER;
        }
        for (; answer.isPresent(); answer = handset.receive(SETTLING)) {
            print(answer.get());
        }
        return 0;
    }

    private int converse(Handset handset) throws IOException, InterruptedException {
        AtomicInteger open = new AtomicInteger();
        Thread printer = Thread.ofVirtual().start(() -> printAll(handset, open));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                open.incrementAndGet();
                handset.send(shortCode, line);
            }
        }
        awaitAnswers(open);
        printer.interrupt();
        printer.join();
        return 0;
    }

    /** At the end of the input the last answers may still be on their way. */
    private void awaitAnswers(AtomicInteger open) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
        synchronized (open) {
            while (open.get() > 0 && System.nanoTime() < end) {
                open.wait(SETTLING.toMillis());
            }
        }
    }

    private void printAll(Handset handset, AtomicInteger open) {
        try {
            for (;;) {
                handset.receive(Duration.ofDays(1)).ifPresent(this::print);
                synchronized (open) {
                    open.decrementAndGet();
                    open.notifyAll();
                }
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void print(Text answer) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(answer.text());
        out.flush();
        err().println(answer.form());
    }

    private String customer() {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        try {
            PhoneNumber parsed = numbers.parse(number, null);
            if (numbers.isPossibleNumber(parsed)) {
                return numbers.format(parsed, PhoneNumberFormat.E164);
            }
        } catch (NumberParseException e) {
            throw refused(e);
        }
        throw refused(null);
    }

    private ParameterException refused(Throwable cause) {
        return new ParameterException(spec.commandLine(), "'" + number
                + "' is not a telephone number: write a plus, the country and the number, as +4520123456", cause, spec.args().get(0), number);
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
