package io.keyline.channel.voice;

import io.keyline.hub.Phrases;
import io.keyline.hub.Spoken;
import io.keyline.store.Menu;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Every sentence that a caller hears at a step, in their language. */
final class Script {

    /** A label stands within a sentence. */
    private static final Pattern END = Pattern.compile("[\\s?？!！.。:：]+$");

    private final Phrases phrases;

    Script(Phrases phrases) {
        this.phrases = phrases;
    }

    String say(String language, String key) {
        return phrase(language, key, Map.of());
    }

    private String phrase(String language, String key, Map<String, Object> names) {
        return ReadOut.of(phrases.say(key, language, names));
    }

    List<String> lines(Said said) {
        List<String> lines = new ArrayList<>();
        if (said.misses() > 0) {
            lines.add(say(said.language(), "voice.missed"));
        }
        if (said.page() == 0 || said.misses() > 0) {
            lines.addAll(told(said));
        }
        switch (said.next()) {
            case ASK -> lines.addAll(asked(said));
            case HANG_UP -> lines.add(say(said.language(), "voice.goodbye"));
            case TRANSFER -> lines.add(say(said.language(), "voice.transfer"));
        }
        return lines;
    }

    /** What is too long to be heard is cut off here; the hub has sent the whole by SMS. */
    private List<String> told(Said said) {
        if (!Spoken.isTooLong(said.texts())) {
            return said.texts().stream().map(ReadOut::of).toList();
        }
        return List.of(ReadOut.of(Spoken.beginning(String.join(" ", said.texts()))), say(said.language(), "voice.rest"));
    }

    private List<String> asked(Said said) {
        List<String> lines = new ArrayList<>();
        if (said.isChoice()) {
            int number = said.first();
            for (Menu.Item item : said.choices()) {
                number++;
                lines.add(phrase(said.language(), "voice.press", Map.of("label", END.matcher(item.label()).replaceFirst(""), "number", String.valueOf(number))));
            }
            if (said.hasMore()) {
                lines.add(say(said.language(), "voice.more"));
            }
        } else {
            lines.add(say(said.language(), how(said.menu() == null ? "text" : said.menu().expects())));
        }
        if (said.misses() > 0 || said.menu() != null && Menu.COMMAND.equals(said.menu().expects())) {
            lines.add(say(said.language(), "voice.agent"));
        }
        return lines;
    }

    private static String how(String expects) {
        return switch (expects) {
            case "amount", "date" -> "voice.enter." + expects;
            case "number", "phone", "pin", Menu.ARGUMENT -> "voice.enter.digits";
            default -> "voice.enter.words";
        };
    }
}
