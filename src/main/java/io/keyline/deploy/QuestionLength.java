package io.keyline.deploy;

import io.keyline.channel.sms.SmsSize;
import io.keyline.hub.Channels;
import io.keyline.language.ArgumentException;
import io.keyline.language.Choices;
import io.keyline.language.Expected.Choice;
import io.keyline.language.Texts;
import io.keyline.route.AskEndpoint;
import io.keyline.route.CommandEndpoint;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A question fits in one short message (3GPP TS 23.040: 160 septets, 70 code units of UCS-2), and where it is shown by USSD, on one
 * screen (channels, section 1). Parts of a question may come in any order, or not all.
 */
record QuestionLength(Texts texts) implements Rule {

    /** What a text as a whole has to fit in. */
    private record Frame(String channel, String name, int septets, int units) {

        int room(SmsSize size) {
            return size.gsm() ? septets : units;
        }
    }

    private static final List<Frame> FRAMES = List.of(new Frame("sms", "one short message", 160, 70),
            new Frame("ussd", "one USSD screen", 182, 80));

    /** A text as the customer may see it. */
    private record Sample(String text, boolean exact) {
    }

    @Override
    public Stream<Problem> problems(Flows flows) {
        return flows.all().stream().filter(Flow::hasCustomer).flatMap(flow -> flows.reached(flow).stream()
                .flatMap(step -> step.endpoint(AskEndpoint.class).flatMap(ask -> problems(flow, step, ask))));
    }

    private Stream<Problem> problems(Flow flow, Step step, AskEndpoint ask) {
        List<Frame> frames = FRAMES.stream().filter(frame -> appears(flow, frame.channel)).toList();
        return Stream.of(ask.getText(), ask.getText() + ".remind", ask.getText() + ".again").filter(texts::has)
                .flatMap(key -> texts.languages().stream().flatMap(language -> problem(step, key, language, ask, frames)));
    }

    private static boolean appears(Flow flow, String channel) {
        return !(flow.from() instanceof CommandEndpoint command) || command.getChannels().isBlank()
                || Arrays.asList(command.getChannels().strip().split("\\s*,\\s*")).contains(channel);
    }

    /** A text that is too long for several frames is named once, with the widest that it does not fit in. */
    private Stream<Problem> problem(Step step, String key, String language, AskEndpoint ask, List<Frame> frames) {
        return frames.stream().flatMap(frame -> problem(step, key, language, sample(key, language, ask, frame), frame))
                .reduce((narrow, wide) -> wide).stream();
    }

    private static Stream<Problem> problem(Step step, String key, String language, Sample sample, Frame frame) {
        SmsSize size = SmsSize.of(sample.text);
        return size.length() <= frame.room(size) ? Stream.empty()
                : Stream.of(step.warning("the text " + key + " is " + (sample.exact ? "" : "about ") + size.length() + " characters long in "
                        + language + ", and " + frame.name + " has room for " + frame.room(size)
                        + (size.gsm() ? "" : " of this alphabet") + "; shorten it"));
    }

    /** As the customer reads it on that channel. */
    private Sample sample(String key, String language, AskEndpoint ask, Frame frame) {
        Map<String, Object> given = Map.of("channel", frame.channel, "how", how(ask, language, frame), "list", list(ask, language, frame), "code", 1);
        try {
            return new Sample(texts.render(key, language, Map.of("channel", frame.channel)), true);
        } catch (ArgumentException named) {
            return new Sample(texts.sample(key, language, given), false);
        }
    }

    private String how(AskEndpoint ask, String language, Frame frame) {
        List<Choice> choices = new ChoiceWords(texts).choices(ask, language);
        return Channels.hasMenus(frame.channel) || ask.getList() != null || choices.isEmpty() || !texts.has("ask.how") ? ""
                : Choices.how(choices, texts, language);
    }

    private String list(AskEndpoint ask, String language, Frame frame) {
        // a list is as long as it is: it has pages, and each channel shows them in its way
        return ask.getList() == null && !Channels.hasMenus(frame.channel) ? Choices.shown(new ChoiceWords(texts).choices(ask, language), 1) : "";
    }
}
