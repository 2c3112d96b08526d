package io.keyline.channel.email;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a person has written into a mail: without the mail that they answer, and without their signature. Programs mark both in their own
 * way and in their language; what is marked in no known way stays.
 */
final class NewText {

    private static final int LONGEST_MARK = 300;
    private static final int LINES_OF_A_MARK = 3;
    private static final int MOST_LINES = 2_000;
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

    /** On …, Anna wrote: — in English, Danish, German, French, Swedish, Russian and Chinese. */
    private static final List<Pattern> ATTRIBUTIONS = List.of(
            Pattern.compile("on .{5,250} wrote\\s*:", FLAGS),
            Pattern.compile("at \\d{4}-\\d\\d-\\d\\d .{5,250} wrote\\s*:", FLAGS),
            Pattern.compile("(den|d\\.|(man|tirs?|ons|tors?|fre|lør|søn)(\\.|dag)?) .{5,250} skrev( .{1,120})?\\s*:", FLAGS),
            Pattern.compile("am .{5,250} schrieb .{1,120}:", FLAGS),
            Pattern.compile("le .{5,250} a écrit\\s*:", FLAGS),
            Pattern.compile(".{3,250}(пишет|написал|написала|написал\\(а\\)|написал/а)\\s*:", FLAGS),
            Pattern.compile(".{0,150}\\d{4}.{0,150}<[^<>\\s]{3,254}>\\s*[:：]", FLAGS),
            Pattern.compile(".{0,120}\\d{4}.{1,200}写道\\s*[:：]", FLAGS));

    /** Whatever comes after such a line is not new. */
    private static final List<Pattern> ENDS = List.of(
            Pattern.compile("-- ?"),
            Pattern.compile("_{20,}"),
            Pattern.compile("-{2,}\\s*(original message|forwarded message|oprindelig meddelelse|videresendt meddelelse|original(e)? nachricht|"
                    + "исходное сообщение|пересылаемое сообщение|原始邮件|原始郵件|转发邮件信息|转发的邮件)\\s*-{2,}.*", FLAGS),
            Pattern.compile("begin forwarded message:|start på videresendt (meddelelse|besked):|начало переадресованного сообщения:|开始转发的邮件[:：]", FLAGS),
            Pattern.compile("(sent|get) (from|outlook for) (my )?(mobile|iphone|ipad|android|samsung|galaxy|outlook|mail|ios|phone).{0,60}", FLAGS),
            Pattern.compile("(sendt fra (min )?|hent outlook (til|for) ).{1,60}", FLAGS),
            Pattern.compile("(отправлено (с|из) |скачать outlook ).{1,60}", FLAGS),
            Pattern.compile("(发自我的|從我的|发送自|來自我的|获取\\s*outlook).{0,60}", FLAGS));

    /** The first of the header lines that Outlook copies, and one that follows soon. */
    private static final Pattern FROM_LINE = Pattern.compile("\\*?(from|fra|von|de|från|от|发件人|寄件者)\\*?\\s*[:：]\\*?.{2,}", FLAGS);
    private static final Pattern NEXT_LINE = Pattern.compile("\\*?(sent|date|to|sendt|dato|til|gesendet|skickat|отправлено|дата|кому|发送时间|日期|收件人|傳送時間)"
            + "\\*?\\s*[:：].*", FLAGS);

    private NewText() {
    }

    /** The lines that are new, without blank ones at both ends. */
    static List<String> of(String text) {
        List<String> lines = text.lines().limit(MOST_LINES).map(line -> line.replace('\u00a0', ' ')).toList();
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int attribution = attribution(lines, i);
            if (attribution > 0 && !isQuoted(lines, i + attribution)) {
                break;
            }
            if (attribution > 0) {
                i += attribution - 1; // an answer may stand below what it answers
            } else if (isEnd(lines, i)) {
                break;
            } else if (!lines.get(i).stripLeading().startsWith(">")) {
                kept.add(lines.get(i).strip());
            }
        }
        return trimmed(kept);
    }

    /** How many lines from here say who wrote what follows; 0 if none does. */
    private static int attribution(List<String> lines, int start) {
        StringBuilder joined = new StringBuilder();
        for (int count = 1; count <= LINES_OF_A_MARK && start + count <= lines.size(); count++) {
            String line = lines.get(start + count - 1).strip();
            if (line.isEmpty() || line.startsWith(">")) {
                return 0;
            }
            joined.append(count > 1 ? " " : "").append(line);
            if (joined.length() > LONGEST_MARK) {
                return 0;
            }
            if (matches(ATTRIBUTIONS, joined)) {
                return count;
            }
        }
        return 0;
    }

    private static boolean isQuoted(List<String> lines, int from) {
        return lines.stream().skip(from).filter(line -> !line.isBlank()).findFirst().filter(line -> line.stripLeading().startsWith(">")).isPresent();
    }

    private static boolean isEnd(List<String> lines, int at) {
        String line = lines.get(at).stripLeading();
        if (line.length() > LONGEST_MARK) {
            return false;
        }
        return matches(ENDS, line) || matches(ENDS, line.strip())
                || FROM_LINE.matcher(line).matches() && lines.stream().skip(at + 1L).limit(LINES_OF_A_MARK)
                        .anyMatch(next -> next.length() <= LONGEST_MARK && NEXT_LINE.matcher(next.strip()).matches());
    }

    private static boolean matches(List<Pattern> patterns, CharSequence text) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(text).matches());
    }

    private static List<String> trimmed(List<String> lines) {
        int from = 0;
        int to = lines.size();
        while (from < to && lines.get(from).isBlank()) {
            from++;
        }
        while (to > from && lines.get(to - 1).isBlank()) {
            to--;
        }
        return List.copyOf(lines.subList(from, to));
    }
}
