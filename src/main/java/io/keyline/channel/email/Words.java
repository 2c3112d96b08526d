package io.keyline.channel.email;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The one text that a mail says to the hub, made of its subject, its new lines and its attachments:
 *
 * <ol>
 * <li>the first line, if it is a command;
 * <li>of a mail that answers none: the subject, if it is a command;
 * <li>the first line, if it is short and what follows is courtesy: an answer, with a name below it;
 * <li>else all of it: of a new mail with the subject before it, and with the attachments noted.
 * </ol>
 */
record Words(String subject, boolean isReply, List<String> lines, List<String> attachments) {

    static final int LONGEST = 10_000;
    private static final int SHORT_WORDS = 3;
    private static final int COURTESY_WORDS = 8;
    private static final int GREETING_WORDS = 5;

    /** @param isCommand whether the hub understands a text as one of its commands or words of consent */
    String said(Predicate<String> isCommand) {
        List<String> written = withoutGreeting();
        String first = written.isEmpty() ? "" : written.getFirst();
        if (!first.isEmpty() && isCommand.test(first)) {
            return cut(first);
        }
        if (!isReply && isCommand.test(subject)) {
            return cut(subject);
        }
        return cut(isAnswer(written) ? first : everything(written));
    }

    /** Hello Keyline, — before something else. */
    private List<String> withoutGreeting() {
        if (lines.size() > 1 && lines.getFirst().matches(".*[,，!！]") && count(lines.getFirst()) <= GREETING_WORDS) {
            return lines.stream().skip(1).dropWhile(String::isBlank).toList();
        }
        return lines;
    }

    private boolean isAnswer(List<String> written) {
        if (!isReply || written.isEmpty() || !attachments.isEmpty() || count(written.getFirst()) > SHORT_WORDS) {
            return false;
        }
        return written.size() == 1 || written.get(1).isBlank() || written.stream().skip(1).mapToInt(Words::count).sum() <= COURTESY_WORDS;
    }

    private String everything(List<String> written) {
        List<String> all = new ArrayList<>();
        if (!isReply && !subject.isBlank()) {
            all.add(subject);
        }
        all.addAll(written);
        all.addAll(attachments);
        return all.stream().collect(Collectors.joining("\n")).strip();
    }

    private static int count(String line) {
        return line.isBlank() ? 0 : line.strip().split("\\s+").length;
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "\n[cut: " + (text.length() - end) + " more characters]";
    }
}
