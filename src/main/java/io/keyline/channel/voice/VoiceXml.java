package io.keyline.channel.voice;

import io.keyline.channel.http.HttpAnswer;
import io.keyline.channel.http.HttpRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * VoiceXML 2.1 (W3C, 2007). The browser counts for itself how often it asks in vain, and tells when it was too often. Its first request
 * tells of no call: it is answered by a document that names the call and both numbers.
 */
final class VoiceXml implements Format {

    /** Made by the browser, so that the first document is the same for all. */
    private static final String NEW_CALL = "'k' + new Date().getTime().toString(36) + Math.random().toString(36).substring(2)";
    private static final String TRIES = "3";

    private final Script script;
    private final String agents;
    private final String agentWord;

    /**
     * @param agents    E.164; empty if nobody takes calls
     * @param agentWord what the hub understands as the wish to talk to a person
     */
    VoiceXml(Script script, String agents, String agentWord) {
        this.script = script;
        this.agents = agents;
        this.agentWord = agentWord;
    }

    @Override
    public Optional<Heard> read(HttpRequest request) {
        String call = field(request, "call");
        if (!call.matches(Format.CALL)) {
            return Optional.empty();
        }
        String entered = field(request, "entered").strip();
        String pressed = entered.replaceAll("\\s", "");
        boolean keys = pressed.matches("[0-9*]+");
        return Optional.of(new Heard(call, Format.number(field(request, "step")), field(request, "from"), field(request, "to"),
                keys ? pressed : "", keys ? "" : entered, Format.number(field(request, "missed")), !field(request, "over").isEmpty(), null));
    }

    private static String field(HttpRequest request, String name) {
        return request.parameter(name).orElse("");
    }

    @Override
    public HttpAnswer begin(HttpRequest request) {
        Xml xml = document("en").open("form", "id", "begin").empty("var", "name", "call", "expr", NEW_CALL)
                .empty("var", "name", "from", "expr", "session.connection.remote.uri")
                .empty("var", "name", "to", "expr", "session.connection.local.uri")
                .open("block").empty("submit", "next", Format.address(request) + "?step=0", "method", "post", "namelist", "call from to")
                .close().close();
        return answer(xml);
    }

    @Override
    public HttpAnswer write(HttpRequest request, int step, String call, Said said) {
        String here = Format.address(request) + "?call=" + URLEncoder.encode(call, StandardCharsets.UTF_8) + "&step=";
        Xml xml = document(said.language());
        xml.empty("var", "name", "missed", "expr", TRIES).empty("var", "name", "over", "expr", "1");
        xml.open("catch", "event", "connection.disconnect").empty("submit", "next", here + step, "method", "post", "namelist", "over").close();
        xml.open("form", "id", "step" + step);
        switch (said.next()) {
            case ASK -> ask(xml, said, here + (step + 1));
            case TRANSFER -> transfer(xml, said);
            case HANG_UP -> prompt(xml.open("block"), script.lines(said)).empty("disconnect").close();
        }
        return answer(xml.close());
    }

    private void ask(Xml xml, Said said, String next) {
        xml.empty("property", "name", "inputmodes", "value", said.menu() != null && said.menu().isSecret() ? "dtmf" : "dtmf voice")
                .empty("property", "name", "termchar", "value", "#");
        xml.open("field", "name", "entered");
        Grammars.write(xml, said, agentWord);
        prompt(xml, script.lines(said));
        for (String vain : List.of("noinput", "nomatch")) {
            prompt(xml.open(vain, "count", "1"), List.of(script.say(said.language(), "voice.missed"))).empty("reprompt").close();
            xml.open(vain, "count", TRIES).empty("submit", "next", next, "method", "post", "namelist", "missed").close();
        }
        xml.open("filled").empty("submit", "next", next, "method", "post", "namelist", "entered").close().close();
    }

    private void transfer(Xml xml, Said said) {
        xml.open("transfer", "name", "agent", "dest", "tel:" + agents, "bridge", "true", "connecttimeout", "30s");
        prompt(xml, script.lines(said)).open("filled").open("if", "cond", "agent == 'busy' || agent == 'noanswer' || agent == 'network_busy'");
        prompt(xml, List.of(script.say(said.language(), "voice.busy"))).close().empty("disconnect").close().close();
    }

    private static Xml prompt(Xml xml, List<String> lines) {
        xml.open("prompt");
        lines.forEach(line -> xml.element("s", line));
        return xml.close();
    }

    @Override
    public HttpAnswer afterTransfer(Heard heard, String language) {
        return gone();
    }

    @Override
    public HttpAnswer gone() {
        return answer(document("en").open("form").open("block").empty("exit").close().close());
    }

    private static Xml document(String language) {
        return new Xml().open("vxml", "version", "2.1", "xmlns", "http://www.w3.org/2001/vxml", "xml:lang", Tongue.of(language));
    }

    private static HttpAnswer answer(Xml xml) {
        return HttpAnswer.of(200, "application/voicexml+xml", xml.close().end());
    }
}
