package io.keyline.demo;

import io.keyline.demo.Gateway.Screen;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays a customer who dials a USSD code. Exit status: 0 the session ended, 1 it still waits for an input, 2 no hub or a wrong argument. */
@Command(name = "dial", description = "Dials a USSD code, and shows the screens.", defaultValueProvider = DemoDefaults.class,
        mixinStandardHelpOptions = true, exitCodeListHeading = "Exit status:%n",
        exitCodeList = {" 0:the session ended", " 1:it waits for an input that is not there", " 2:no hub, or a wrong argument"})
public final class DialCommand implements Callable<Integer> {

    private static final int LEFT_OPEN = 1;
    private static final int NO_HUB = 2;

    @Parameters(index = "0", paramLabel = "CODE", description = "the code, in quotes, as '*123#'; '*123*7#' dials a sub-code of it")
    private String code;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "INPUT", description = "what to enter, screen by screen; without any, you are asked")
    private List<String> inputs = List.of();

    @Option(names = "--number", description = "the customer's number (${DEFAULT-VALUE})")
    private String number;

    @Option(names = "--service", description = "the company's own code (${DEFAULT-VALUE})")
    private String service;

    @Option(names = "--url", description = "where the hub takes USSD (${DEFAULT-VALUE})")
    private URI url;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (!code.matches("[*][0-9*]+#")) {
            throw new ParameterException(spec.commandLine(), "'" + code + "' cannot be dialled: write it in quotes, as '*123#'");
        }
        String stem = service.substring(0, service.length() - 1);
        boolean known = code.startsWith(stem + "*");
        try (Gateway gateway = new Gateway(url, number, known ? service : code)) {
            return talk(gateway, gateway.dial(known ? code.substring(stem.length() + 1, code.length() - 1) : ""));
        } catch (IOException e) {
            spec.commandLine().getErr().printf("No session with %s: %s. Start the hub with bin/keyline demo.%n", url,
                    e.getMessage() == null ? "nobody listens there" : e.getMessage());
            return NO_HUB;
        }
    }

    private int talk(Gateway gateway, Screen first) throws IOException, InterruptedException {
        Deque<String> script = new ArrayDeque<>(inputs);
        BufferedReader keys = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Screen screen = first;
        show(screen);
        while (screen.goesOn()) {
            String input = inputs.isEmpty() ? keys.readLine() : script.poll();
            if (input == null) {
                return LEFT_OPEN;
            }
            if (!inputs.isEmpty()) {
                spec.commandLine().getOut().println(input);
            }
            screen = gateway.enter(input.strip());
            show(screen);
        }
        return 0;
    }

    private void show(Screen screen) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Display.framed(screen.text()));
        if (screen.goesOn()) {
            out.print("> ");
        }
        out.flush();
    }
}
