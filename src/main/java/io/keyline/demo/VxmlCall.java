package io.keyline.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A call by a VoiceXML browser, as much of one as the hub's documents need: a field, its grammars, and what happens in vain. */
final class VxmlCall implements PhoneCall {

    private final String url;
    private final String from;
    private final String to;
    private final Map<String, Integer> vain = new HashMap<>();
    private Markup document;

    VxmlCall(String url, String from, String to) {
        this.url = url;
        this.from = from;
        this.to = to;
    }

    @Override
    public Told begin() throws IOException, InterruptedException {
        Markup begin = Markup.of(Markup.get(url));
        return hear(begin.all("submit").getFirst(), Map.of("call", "k" + UUID.randomUUID(), "from", "tel:" + from, "to", "tel:" + to));
    }

    @Override
    public Told enters(String input) throws IOException, InterruptedException {
        if (input.isEmpty()) {
            return inVain("noinput");
        }
        boolean keys = input.matches("[0-9*#]+");
        if (!keys && !isRecognised(input)) {
            return inVain("nomatch");
        }
        Markup filled = document.all("filled").getFirst();
        return hear(filled.all("submit").getFirst(), Map.of("entered", keys ? input.replace("#", "") : input));
    }

    @Override
    public void hangUp() throws IOException, InterruptedException {
        Markup.post(document.all("catch").getFirst().all("submit").getFirst().attribute("next"), Map.of("over", "1"));
    }

    private boolean isRecognised(String words) {
        return document.all("grammar").stream().filter(grammar -> grammar.attribute("mode").equals("voice")).flatMap(grammar -> grammar.texts("item").stream())
                .anyMatch(item -> item.toLowerCase(Locale.ROOT).equals(words.toLowerCase(Locale.ROOT)));
    }

    /** The handler with the highest count that is reached already (VoiceXML 2.0, 5.2.2). */
    private Told inVain(String event) throws IOException, InterruptedException {
        int count = vain.merge(event, 1, Integer::sum);
        Markup handler = document.all(event).stream().filter(one -> Integer.parseInt(one.attribute("count")) <= count)
                .max(Comparator.comparingInt(one -> Integer.parseInt(one.attribute("count")))).orElseThrow();
        Optional<Markup> submit = handler.all("submit").stream().findFirst();
        if (submit.isPresent()) {
            return hear(submit.get(), Map.of("missed", "3"));
        }
        List<String> lines = new ArrayList<>(handler.texts("s"));
        lines.addAll(prompt());
        return new Told(lines, true, null);
    }

    private Told hear(Markup submit, Map<String, String> values) throws IOException, InterruptedException {
        document = Markup.of(Markup.post(submit.attribute("next"), values));
        vain.clear();
        boolean asked = !document.all("field").isEmpty();
        List<Markup> transfer = document.all("transfer");
        return new Told(prompt(), asked, transfer.isEmpty() ? null : transfer.getFirst().attribute("dest").replaceFirst("^tel:", ""));
    }

    /** What is said first: the prompt that no event and no answer waits for. */
    private List<String> prompt() {
        return document.all("prompt").stream().filter(one -> List.of("field", "block", "transfer").contains(one.root().getParentNode().getNodeName()))
                .flatMap(one -> one.texts("s").stream()).toList();
    }
}
