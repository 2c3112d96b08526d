package io.keyline.channel.voice;

import io.keyline.channel.http.HttpAnswer;
import io.keyline.channel.http.HttpRequest;
import io.keyline.channel.voice.Heard.Transfer;
import io.keyline.store.Menu;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** TwiML, Twilio's markup for calls (docs of Twilio, "TwiML for Programmable Voice"). */
final class Twiml implements Format {

    private static final Set<String> OVER = Set.of("completed", "busy", "failed", "no-answer", "canceled");
    /** Where Twilio's name for a language to speak, or to listen to, is another than BCP 47 makes likely. */
    private static final Map<String, String> SPEAKS = Map.of("zh-CN", "cmn-CN");
    private static final Map<String, String> LISTENS = Map.of("zh-CN", "cmn-Hans-CN");
    private static final String STEP = "step";
    private static final int HINTS = 100;
    private static final String SECONDS_TO_ANSWER = "30";

    private final Script script;
    private final String agents;

    /** @param agents E.164; empty if nobody takes calls */
    Twiml(Script script, String agents) {
        this.script = script;
        this.agents = agents;
    }

    @Override
    public Optional<Heard> read(HttpRequest request) {
        String call = field(request, "CallSid");
        if (!call.matches(Format.CALL)) {
            return Optional.empty();
        }
        String dialled = field(request, "DialCallStatus");
        return Optional.of(new Heard(call, Format.number(field(request, STEP)), field(request, "From"), field(request, "To"),
                field(request, "Digits").replaceAll("[^0-9*]", ""), field(request, "SpeechResult").strip(), 0,
                dialled.isEmpty() && OVER.contains(field(request, "CallStatus")),
                dialled.isEmpty() ? null : Set.of("completed", "answered").contains(dialled) ? Transfer.TALKED : Transfer.NOT_REACHED));
    }

    private static String field(HttpRequest request, String name) {
        return request.parameter(name).orElse("");
    }

    @Override
    public HttpAnswer begin(HttpRequest request) {
        return HttpAnswer.empty(400);
    }

    @Override
    public HttpAnswer write(HttpRequest request, int step, String call, Said said) {
        String next = Format.address(request) + "?" + STEP + "=" + (step + 1);
        Xml xml = new Xml().open("Response");
        if (said.next() == Said.Next.ASK) {
            gather(xml, said, next);
        }
        say(xml, said);
        if (said.next() == Said.Next.ASK) {
            xml.close().element("Redirect", next, "method", "POST");
        } else if (said.next() == Said.Next.TRANSFER) {
            xml.element("Dial", agents, "timeout", SECONDS_TO_ANSWER, "action", next, "method", "POST");
        } else {
            xml.empty("Hangup");
        }
        return answer(xml);
    }

    private static void gather(Xml xml, Said said, String next) {
        boolean secret = said.menu() != null && said.menu().isSecret();
        xml.open("Gather", "input", secret ? "dtmf" : "dtmf speech", "action", next, "method", "POST", "language",
                LISTENS.getOrDefault(Tongue.of(said.language()), Tongue.of(said.language())), "actionOnEmptyResult", "true",
                "speechTimeout", "auto", "finishOnKey", "#", "hints", said.isChoice() ? hints(said.menu()) : "", "numDigits", digits(said));
    }

    /** How many keys end the input without a hash. */
    private static String digits(Said said) {
        boolean date = said.menu() != null && "date".equals(said.menu().expects());
        return said.isChoice() && !said.hasMore() ? "1" : date ? "8" : "32";
    }

    private static String hints(Menu menu) {
        return menu.items().stream().map(item -> item.label().replaceAll("[^\\p{L}\\p{N} ]", "").strip())
                .filter(label -> !label.isEmpty() && label.length() <= HINTS).limit(HINTS).collect(Collectors.joining(","));
    }

    private void say(Xml xml, Said said) {
        script.lines(said).forEach(line -> xml.element("Say", line, "language", speaks(said.language())));
    }

    private static String speaks(String language) {
        return SPEAKS.getOrDefault(Tongue.of(language), Tongue.of(language));
    }

    @Override
    public HttpAnswer afterTransfer(Heard heard, String language) {
        Xml xml = new Xml().open("Response");
        if (heard.transfer() == Transfer.NOT_REACHED) {
            xml.element("Say", script.say(language, "voice.busy"), "language", speaks(language));
        }
        return answer(xml.empty("Hangup"));
    }

    @Override
    public HttpAnswer gone() {
        return HttpAnswer.empty(204);
    }

    private static HttpAnswer answer(Xml xml) {
        return HttpAnswer.of(200, "text/xml", xml.close().end());
    }
}
