package io.keyline;

import io.keyline.deploy.Problem;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code keyline demo}: the hub on embedded parts, with a simulated SMSC and back office in processes of their own. */
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = "Runs the hub on embedded parts, with a simulated SMSC and a simulated back office beside it.")
final class DemoCommand implements Callable<Integer> {

    private static final String SHORT_CODE = "1234";
    static final String DEMO_SECRET = "keyline-demo";
    private static final String USUAL_SMTP = "3025";
    private static final String USUAL_IMAP = "3143";
    private static final String DEMO_AGENTS = "+4570102099";

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOption configuration;

    private final List<Process> simulators = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        List<Problem> problems = new ArrayList<>();
        Settings given = configuration.read(problems);
        boolean hasMailbox = Boolean.parseBoolean(given.text(Setting.MAIL_ENABLED));
        Settings settings = withTelephony(hasMailbox ? given : withSimulatedMail(given)).with(Setting.PRODUCTION, "false");
        if (!problems.isEmpty()) {
            return ConfigurationOption.refuse(spec.commandLine().getErr(), problems);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> simulators.forEach(Process::destroy), "stop-simulators"));
        simulate("smsc", "--port", settings.text(Setting.SMS_PORT), "--system-id", settings.text(Setting.SMS_SYSTEM_ID),
                "--password", settings.text(Setting.SMS_PASSWORD), "--short-code", SHORT_CODE);
        if (!hasMailbox) {
            simulate("mail-server", "--smtp-port", settings.text(Setting.MAIL_SMTP_PORT), "--imap-port", settings.text(Setting.MAIL_IMAP_PORT));
        }
        return RunCommand.run(settings, problems, spec.commandLine().getErr(), () -> {
            simulate("back-office", "--broker-url", "tcp://127.0.0.1:" + settings.text(Setting.BROKER_PORT), "--user",
                    settings.text(Setting.BROKER_USER), "--password", settings.text(Setting.BROKER_PASSWORD), "--prefix",
                    settings.text(Setting.BACK_OFFICE_PREFIX));
            explain(settings);
        });
    }

    /** Without a mailbox of your own, one at a simulated server. */
    private static Settings withSimulatedMail(Settings settings) {
        return settings.with(Setting.MAIL_ENABLED, "true").with(Setting.MAIL_POLL, "500ms").with(Setting.MAIL_AUTHSERV_ID, "mx.keyline.example")
                .with(Setting.MAIL_NULL_SENDER, "false").with(Setting.MAIL_PASSWORD, "keyline")
                .with(Setting.MAIL_IMAP_SECURITY, "NONE").with(Setting.MAIL_SMTP_SECURITY, "NONE")
                .with(Setting.MAIL_IMAP_PORT, port(settings, Setting.MAIL_IMAP_PORT, USUAL_IMAP))
                .with(Setting.MAIL_SMTP_PORT, port(settings, Setting.MAIL_SMTP_PORT, USUAL_SMTP));
    }

    private static String port(Settings settings, Setting port, String usual) {
        return settings.text(port).equals("0") ? usual : settings.text(port);
    }

    /** What the simulated telephone knows; never where others could reach the hub, for everybody can read it here. */
    private static Settings withTelephony(Settings settings) {
        Settings demo = settings;
        if (settings.text(Setting.WEB_HOST).equals("127.0.0.1")) {
            demo = demo.isSet(Setting.VOICE_TWILIO_TOKEN) ? demo : demo.with(Setting.VOICE_TWILIO_TOKEN, DEMO_SECRET);
            demo = demo.isSet(Setting.VOICE_VXML_SECRET) ? demo : demo.with(Setting.VOICE_VXML_SECRET, DEMO_SECRET);
        }
        return demo.isSet(Setting.VOICE_AGENTS) ? demo : demo.with(Setting.VOICE_AGENTS, DEMO_AGENTS);
    }

    /** A simulator ends when its standard input closes: it does not outlive this process, however that ends. */
    private void simulate(String... command) {
        try {
            simulators.add(new ProcessBuilder(OwnJvm.command(command)).redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start());
        } catch (IOException e) {
            throw new UncheckedIOException("the simulated " + command[0] + " cannot be started", e);
        }
    }

    private static void explain(Settings settings) {
        File data = settings.path(Setting.DATA_DIRECTORY).toAbsolutePath().toFile();
        String broker = "tcp://127.0.0.1:" + settings.text(Setting.BROKER_PORT);
        System.out.printf("""

                Keyline is running.

                  SMSC (simulated)         SMPP 3.4 on 127.0.0.1:%s, short code %s
                  mail server              SMTP on port %s, IMAP on port %s, mailbox %s
                  broker (embedded)        %s
                  back office (simulated)  queues %s*
                  portal                   %s/portal
                  work list                http://%s:%s/api/worklist
                  PostgreSQL (embedded)    %s
                  routes                   %s
                """, settings.text(Setting.SMS_PORT), SHORT_CODE, settings.text(Setting.MAIL_SMTP_PORT),
                settings.text(Setting.MAIL_IMAP_PORT), settings.text(Setting.MAIL_ADDRESS), broker, settings.text(Setting.BACK_OFFICE_PREFIX), web(settings),
                settings.text(Setting.API_HOST), settings.text(Setting.API_PORT), new File(data, "postgres"),
                settings.path(Setting.ROUTES_DIRECTORY).toAbsolutePath());
        String web = web(settings);
        String text = "text" + unlessUsual(settings, Setting.SMS_PORT, " --port " + settings.text(Setting.SMS_PORT)) + " +4520123456";
        String event = "event" + unlessUsual(settings, Setting.BROKER_PORT, " --broker-url " + broker) + " renewal +4520123456";
        String dial = "dial" + unlessUsual(settings, Setting.WEB_PORT, " --url " + web + "/ussd/main") + " '*123#'";
        String call = "call" + unlessUsual(settings, Setting.WEB_PORT, " --url " + web);
        String mail = "mail" + unless(settings, Setting.MAIL_SMTP_PORT, USUAL_SMTP, "--smtp-port")
                + unless(settings, Setting.MAIL_IMAP_PORT, USUAL_IMAP, "--imap-port");
        System.out.printf("""

                In another terminal, be a customer:

                  bin/keyline %1$s "BAL"
                  bin/keyline %1$s "SALDO"       and it speaks Danish to you from now on
                  bin/keyline %1$s "PAY 100"
                  bin/keyline %1$s "RENEW"       then "YES"; or write something else three times, and an employee gets it
                  bin/keyline %1$s               a conversation at the prompt; try "SERVICE" there, switching one takes
                                                             20 seconds; "BILL", "ORDER", "FAULT", "ROADSIDE", "AGENT", "HELP"

                or on another channel:

                  bin/keyline %2$s                   dials a USSD code and shows the screens
                  bin/keyline %3$s                            calls: digits are keys, words are spoken; --vxml for VoiceXML
                  bin/keyline %7$s --subject "BAL"            a new mail; --from says who writes it, --forged that nobody vouches for that
                  bin/keyline %7$s --subject "RENEW"          then without a subject "1", in answer to the answer
                  %4$s/portal                in a browser: sign in as 20123456 once you have texted something; the
                                                              code comes to that telephone, so leave a conversation open

                a system of the company that has something to tell:

                  bin/keyline %5$s '{"plan": "Gold", "ends": "2027-01-31"}'

                an employee or an operator:

                  bin/keyline worklist                       what waits for a person; docs/worklist.md says how to settle it
                  bin/keyline status                         what became of the messages
                  bin/keyline dead-letters                   what could not be handled, and may be replayed
                  bin/keyline why +4520123456                what became of a customer's messages, and why

                Ctrl-C stops everything; what was said is kept in %6$s.
                """, text, dial, call, web, event, data, mail);
    }

    private static String web(Settings settings) {
        return settings.isSet(Setting.WEB_URL) ? settings.text(Setting.WEB_URL)
                : "http://" + settings.text(Setting.WEB_HOST) + ":" + settings.text(Setting.WEB_PORT);
    }

    private static String unless(Settings settings, Setting port, String usual, String option) {
        return settings.text(port).equals(usual) ? "" : " " + option + " " + settings.text(port);
    }

    private static String unlessUsual(Settings settings, Setting setting, String option) {
        return settings.text(setting).equals(setting.byDefault()) ? "" : option;
    }
}
