package io.keyline.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays a caller and the provider of telephony between: speaks the webhook protocol with the hub, and prints what is said. */
@Command(name = "call", description = "Calls the hub as a customer would, and prints what is said. Digits are keys, other words are spoken, an empty "
        + "line is silence.", defaultValueProvider = DemoDefaults.class, mixinStandardHelpOptions = true, exitCodeListHeading = "Exit status:%n",
        exitCodeList = {" 0:the call has ended", " 2:nobody answers, or a wrong argument"})
public final class CallCommand implements Callable<Integer> {

    private static final int NO_ANSWER = 2;

    @Parameters(index = "0..*", paramLabel = "INPUT", description = "what the caller presses or says, one after the other; without any, line by line")
    private List<String> inputs;

    @Option(names = "--number", description = "the caller's number, or anonymous (${DEFAULT-VALUE})")
    private String number;

    @Option(names = "--to", description = "the number to call (${DEFAULT-VALUE})")
    private String to;

    @Option(names = "--url", description = "where the hub is (${DEFAULT-VALUE})")
    private String url;

    @Option(names = "--token", description = "signs as Twilio does with this auth token")
    private String token;

    @Option(names = "--vxml", description = "calls as a VoiceXML browser does, instead of as Twilio")
    private boolean vxml;

    @Option(names = "--secret", description = "the last part of the path, for --vxml")
    private String secret;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        try {
            converse(vxml ? new VxmlCall(url + "/voice/vxml/" + secret, number, to) : new TwilioCall(url + "/voice/twilio", token, number, to));
            return 0;
        } catch (IOException e) {
            spec.commandLine().getErr().printf("Nobody answers at %s: %s. Start the hub with bin/keyline demo.%n", url, e.getMessage());
            return NO_ANSWER;
        }
    }

    private void converse(PhoneCall call) throws IOException, InterruptedException {
        Deque<String> script = inputs == null ? null : new ArrayDeque<>(inputs);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PhoneCall.Told told = call.begin();
        print(told);
        while (told.isAsked()) {
            String input = script == null ? lines.readLine() : script.poll();
            if (input == null) {
                call.hangUp();
                print("(you hang up)");
                return;
            }
            print("> " + input);
            told = call.enters(input.strip());
            print(told);
        }
    }

    private void print(PhoneCall.Told told) {
        told.lines().forEach(this::print);
        if (told.transferredTo() != null) {
            print("(you are put through to " + told.transferredTo() + ")");
        } else if (!told.isAsked()) {
            print("(the hub hangs up)");
        }
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
