package io.keyline.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What is new in a mail")
class NewTextTest {

    static Stream<Arguments> replies() {
        return Stream.of(
                Arguments.of("Gmail, en", "YES\n\nOn Sun, Nov 22, 2026 at 10:00 AM Acme <hub@acme.example> wrote:\n\n> Renew it?\n"),
                Arguments.of("Gmail, en, on two lines", "YES\n\nOn Sun, Nov 22, 2026 at 10:00 AM Acme Customer Care and More\n<hub@acme.example> wrote:\n\n> Renew it?\n"),
                Arguments.of("Apple Mail, en", "YES\n\n> On 22 Nov 2026, at 10.00, Acme <hub@acme.example> wrote:\n> \n> Renew it?\n"),
                Arguments.of("Gmail, da", "YES\n\nDen søn. 22. nov. 2026 kl. 10.00 skrev Acme <hub@acme.example>:\n\n> Forny?\n"),
                Arguments.of("Apple Mail, da", "YES\n\nSendt fra min iPhone\n\n> Den 22. nov. 2026 kl. 10.00 skrev Acme <hub@acme.example>:\n"),
                Arguments.of("Gmail, ru", "YES\n\nвс, 22 нояб. 2026 г. в 10:00, Acme <hub@acme.example>:\n> Продлить?\n"),
                Arguments.of("Thunderbird, ru", "YES\n\n22.11.2026 10:00, Acme пишет:\n> Продлить?\n"),
                Arguments.of("Mail.ru", "YES\n\n \n>Воскресенье, 22 ноября 2026, 10:00 +03:00 от Acme <hub@acme.example>:\n> \n>Продлить?\n"),
                Arguments.of("Mail.ru, unmarked", "YES\n\nВоскресенье, 22 ноября 2026, 10:00 +03:00 от Acme <hub@acme.example>:\nПродлить?\n"),
                Arguments.of("Gmail, zh", "YES\n\nAcme <hub@acme.example> 于2026年11月22日周日 10:00写道：\n\n> 续订？\n"),
                Arguments.of("Apple Mail, zh", "YES\n\n发自我的iPhone\n\n> 在 2026年11月22日，10:00，Acme <hub@acme.example> 写道：\n> 续订？\n"),
                Arguments.of("QQ", "YES\n\n\n------------------ 原始邮件 ------------------\n发件人: \"Acme\" <hub@acme.example>;\n发送时间: 2026年11月22日\n\n续订？\n"),
                Arguments.of("NetEase", "YES\n\nAt 2026-11-22 10:00:00, \"Acme\" <hub@acme.example> wrote:\n>Renew it?\n"),
                Arguments.of("Outlook, en", "YES\n\nFrom: Acme <hub@acme.example>\nSent: Sunday, November 22, 2026 10:00\nTo: Anna\nSubject: RE: BAL\n\nRenew it?\n"),
                Arguments.of("Outlook, da", "YES\n\n________________________________\nFra: Acme <hub@acme.example>\nSendt: 22. november 2026 10:00\n\nForny?\n"),
                Arguments.of("Outlook, ru", "YES\n\nОт: Acme <hub@acme.example>\nОтправлено: 22 ноября 2026 г.\nКому: Anna\n\nПродлить?\n"),
                Arguments.of("Outlook, old", "YES\n\n-----Original Message-----\nFrom: Acme\n\nRenew it?\n"),
                Arguments.of("answered below", "On Sun, Nov 22, 2026, Acme <hub@acme.example> wrote:\n> Renew it?\n> 1 YES\n\nYES\n"),
                Arguments.of("signature", "YES\n-- \nAnna Jensen\nDirector of everything\n"),
                Arguments.of("Outlook for iOS", "YES\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("replies")
    void isWithoutWhatWasQuotedAndSigned(String client, String text) {
        assertThat(NewText.of(text)).containsExactly("YES");
    }

    @Test
    void isAllThatAPersonWrote() {
        String text = "On Monday I wrote:\nthe meter shows 4711.\n\nIt is broken.";
        assertThat(NewText.of("From here:\nto there\n\nIt is broken.")).containsExactly("From here:", "to there", "", "It is broken.");
        assertThat(NewText.of("The meter shows 4711.\n\nIt is broken.")).containsExactly("The meter shows 4711.", "", "It is broken.");
        assertThat(NewText.of(text)).as("what looks like a quotation is taken for one").isEmpty();
    }

    @Test
    void isFoundInNoTimeWhateverTheTextIs() {
        String hostile = "on " + "a ".repeat(200_000) + "\n" + "on x\n".repeat(100_000) + "от ".repeat(100_000);
        assertThat(NewText.of(hostile)).hasSizeLessThanOrEqualTo(2_000);
    }

    @Test
    void isReadOutOfHtmlWithoutWhatNobodySees() {
        String html = """
                <html><head><title>no</title><style>p {}</style></head><body><div style="display: none">preview</div>
                <p>Ja&nbsp;tak &amp; hilsen<br>Anna</p><script>alert(1)</script><ul><li>one</li><li>two</li></ul>
                <div class="gmail_quote"><div class="gmail_attr">On ...</div><blockquote>Renew?</blockquote></div></body></html>""";
        assertThat(NewText.of(HtmlText.of(html))).containsExactly("Ja tak & hilsen", "Anna", "", "one", "two");
        assertThat(NewText.of(HtmlText.of("<div>YES</div><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\">From: x</div><p>old</p>"))).containsExactly("YES");
        assertThat(HtmlText.of("<div>".repeat(100_000) + "deep")).contains("deep");
    }
}
