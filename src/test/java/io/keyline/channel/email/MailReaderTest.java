package io.keyline.channel.email;

import static io.keyline.channel.email.Mails.mail;
import static io.keyline.channel.email.Mails.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.keyline.hub.Arrival;
import io.keyline.hub.ReceiptState;
import io.keyline.store.Trust;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A mail")
class MailReaderTest {

    private static final String OUR_MESSAGE = new MessageIds("acme.example").of(4711);

    private static Arrival read(byte[] raw) {
        return Mails.reader().read(raw, "hub@acme.example 1 7");
    }

    private static Arrival.Text text(byte[] raw) {
        return (Arrival.Text) read(raw);
    }

    private static String said(String headers, String body) {
        return text(mail(headers, body)).text();
    }

    @Test
    void saysTheCommandInItsFirstLineOrItsSubject() {
        assertThat(said("Subject: question", "BAL 4711\n\nRegards\nAnna")).isEqualTo("BAL 4711");
        assertThat(said("Subject: BAL 4711", "Hello,\n\nplease.\n")).isEqualTo("BAL 4711");
        assertThat(said("Subject: bal", "")).isEqualTo("bal");
        assertThat(said("Subject: =?UTF-8?B?0JHQkNCb?=", "")).as("what is no command is said whole").isEqualTo("БАЛ");
        assertThat(said("Subject: Hello", "Dear Acme,\n\nBAL 4711\n")).as("after a greeting").isEqualTo("BAL 4711");
    }

    @Test
    void thatAnswersSaysItsFirstNewLineAndNotTheSubject() {
        assertThat(said("Subject: Re: BAL\nIn-Reply-To: " + OUR_MESSAGE, "yes\n\nBest regards\nAnna\n\nOn Sun, Acme <hub@acme.example> wrote:\n> Renew?"))
                .isEqualTo("yes");
        assertThat(said("Subject: SV: BAL", "2\nAnna")).isEqualTo("2");
        assertThat(said("Subject: Re: BAL", "The meter is broken since Monday.\nIt shows nothing.")).isEqualTo("The meter is broken since Monday.\nIt shows nothing.");
        assertThat(said("Subject: Re: BAL", "")).as("an empty answer").isEmpty();
    }

    @Test
    void ofAPersonIsKeptWithSubjectAndAttachments() {
        assertThat(said("Subject: My meter\nContent-Type: multipart/mixed; boundary=x", """
                --x
                Content-Type: text/plain

                It is broken, see the picture.
                --x
                Content-Type: image/jpeg; name="=?UTF-8?Q?../../meter=E2=80=AEgpj.exe?="
                Content-Disposition: attachment
                Content-Transfer-Encoding: base64

                AAAAAAAAAAAAAAAAAAAAAAAA
                --x
                Content-Type: image/png; name=logo.png
                Content-Disposition: inline
                Content-ID: <logo>

                AAAA
                --x--
                """)).isEqualTo("My meter\nIt is broken, see the picture.\n[attachment: ../../meter gpj.exe, 1 kB]");
    }

    @Test
    void isReadInItsCharset() throws Exception {
        assertThat(said("Subject: Re: x\nContent-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: base64",
                Base64.getEncoder().encodeToString("да".getBytes("KOI8-R")))).isEqualTo("да");
        assertThat(said("Subject: Re: x\nContent-Type: text/plain; charset=gb2312\nContent-Transfer-Encoding: base64",
                Base64.getEncoder().encodeToString("是".getBytes("GB2312")))).isEqualTo("是");
        assertThat(said("Subject: Re: x\nContent-Type: text/plain; charset=nonsense-1", "år")).as("a charset that there is not").isEqualTo("år");
        ByteArrayOutputStream latin = new ByteArrayOutputStream();
        latin.write(mail("Subject: Re: x\nContent-Type: text/plain", ""));
        latin.write("år".getBytes(Charset.forName("windows-1252")));
        assertThat(text(latin.toByteArray()).text()).isEqualTo("år");
        assertThat(said("Subject: Re: x\nContent-Type: text/html; charset=utf-8", "<p>J&aelig;vnt &lt;b&gt;</p>")).isEqualTo("Jævnt <b>");
        assertThat(said("Subject: Re: x", "a\0b")).as("what PostgreSQL cannot keep").isEqualTo("ab");
    }

    @Test
    void saysLiterallyWhatLooksLikeAnExpression() {
        String hostile = "${bean:x} ${exec:rm} $simple{body} {{env:PATH}} <#assign x=1> #{1+1}";
        assertThat(said("Subject: Re: x", hostile)).isEqualTo(hostile);
    }

    @Test
    void namesItsSenderInSmallLettersAndGoesOnInItsThread() {
        Arrival.Text read = text(mail("Subject: Re: Sv: bill\r\n 4711\r\nIn-Reply-To: <0@acme.example>\r\nReferences: <a@b.c> <0@acme.example>", "BAL"));
        assertThat(read).extracting(Arrival.Text::from, Arrival.Text::to, Arrival.Text::session, Arrival.Text::channel)
                .containsExactly("anna@example.com", "hub@acme.example", Arrival.Text.NAMED, "email");
        MailThread thread = MailThread.read(read.thread());
        assertThat(thread.subject()).isEqualTo("bill 4711");
        assertThat(thread.path()).isEqualTo("<a@b.c> <0@acme.example> <1@example.com>");
    }

    @Test
    void isTheSameByItsMessageIdAndWhatItSays() {
        long first = text(mail("Subject: BAL", "")).fingerprint();
        assertThat(text(mail("Received: by another way\nSubject: BAL", "")).fingerprint()).isEqualTo(first);
        assertThat(text(mail("Subject: PAY 5", "")).fingerprint()).as("a sender who says one Message-ID for all").isNotEqualTo(first);
        byte[] nameless = raw("From: anna@example.com\nSubject: BAL", "");
        assertThat(((Arrival.Text) Mails.reader().read(nameless, "hub 1 8")).fingerprint())
                .isEqualTo(((Arrival.Text) Mails.reader().read(nameless, "hub 1 8")).fingerprint())
                .isNotEqualTo(((Arrival.Text) Mails.reader().read(nameless, "hub 1 9")).fingerprint());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            mx.acme.example; dmarc=pass header.from=example.com                                       | IDENTIFIED
            mx.acme.example 1; spf=pass smtp.mailfrom=x; dmarc=pass (p=REJECT) header.from=Example.Com | IDENTIFIED
            mx.acme.example; dmarc=fail header.from=example.com                                       | CLAIMED
            mx.acme.example; dmarc=pass header.from=evil.example                                      | CLAIMED
            mx.acme.example; spf=pass reason="dmarc=pass header.from=example.com"                     | CLAIMED
            mx.acme.example; spf=pass (; dmarc=pass header.from=example.com)                          | CLAIMED
            mx.acme.example; dmarc=pass header.from=example.com.evil.example                          | CLAIMED
            mx.evil.example; dmarc=pass header.from=example.com                                       | CLAIMED
            mx.acme.example.evil.example; dmarc=pass header.from=example.com                          | CLAIMED
            """)
    void isBelievedAsFarAsOurServerSaysThatDmarcDoes(String result, Trust trust) {
        assertThat(text(mail("Authentication-Results: " + result + "\nSubject: BAL", "")).trust()).isEqualTo(trust);
    }

    @Test
    void isNotBelievedBecauseOfAResultThatItBroughtAlong() {
        assertThat(text(mail("Authentication-Results: mx.acme.example; dmarc=fail header.from=example.com\n"
                + "Authentication-Results: mx.acme.example; dmarc=pass header.from=example.com\nSubject: BAL", "")).trust()).isEqualTo(Trust.CLAIMED);
        MailReader believesNobody = new MailReader("mail", Mails.HUB, "", Mails::isCommand, Mails::optsOut);
        assertThat(((Arrival.Text) believesNobody.read(mail("Authentication-Results: ; dmarc=pass header.from=example.com", "BAL"), "x")).trust())
                .isEqualTo(Trust.CLAIMED);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated (vacation)", "Precedence: bulk", "List-Id: <all.example.com>",
        "X-Auto-Response-Suppress: OOF", "Return-Path: <>", "List-Unsubscribe: <mailto:x@example.com>", "Return-Path: <other@example.net>"})
    void thatNobodyIsToAnswerIsKeptWithTheReason(String header) {
        assertThat(text(mail(header + "\nSubject: BAL", "")).ignored()).isNotNull();
    }

    @Test
    void ofAPersonIsAnswered() {
        assertThat(text(mail("Auto-Submitted: no\nPrecedence: normal\nReturn-Path: <anna@example.com>", "BAL")).ignored()).isNull();
        assertThat(text(mail("Return-Path: <other@example.net>\nAuthentication-Results: mx.acme.example; dmarc=pass header.from=example.com", "BAL")).ignored())
                .as("sent by a service, but proved").isNull();
        assertThat(text(mail("Return-Path: <other@example.net>", "STOP")).ignored()).as("whoever says it").isNull();
        assertThat(text(raw("From: hub@ACME.example\nSubject: BAL", "")).ignored()).isEqualTo("our own mail");
        assertThat(text(raw("From: MAILER-DAEMON@example.com\nSubject: BAL", "")).ignored()).contains("machine");
    }

    @Test
    void thatSaysWhatBecameOfOursIsAReceipt() {
        String report = """
                --b
                Content-Type: text/plain

                The mail could not be delivered.
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.com

                Final-Recipient: rfc822; anna@example.com
                Action: failed
                Status: 5.1.1 (no such user)

                --b
                Content-Type: text/rfc822-headers

                From: hub@acme.example
                Message-ID: %s

                --b--
                """;
        String headers = "Return-Path: <>\nFrom: MAILER-DAEMON@example.com\nContent-Type: multipart/report; report-type=delivery-status; boundary=b";
        assertThat(read(raw(headers, report.formatted(OUR_MESSAGE)))).isEqualTo(
                new Arrival.Receipt("email", "mail", OUR_MESSAGE, null, ReceiptState.UNDELIVERABLE, "5.1.1", null, true));
        assertThat(text(raw(headers, report.formatted("<1@example.com>"))).ignored()).as("of a mail that is not ours").isNotNull();
        assertThat(read(raw(headers + "\nOriginal-Message-ID: " + OUR_MESSAGE, report.formatted("").replace("failed", "delayed")))).isEqualTo(
                new Arrival.Receipt("email", "mail", OUR_MESSAGE, null, ReceiptState.ENROUTE, "5.1.1", null));
        assertThat(read(raw(headers, report.formatted(OUR_MESSAGE).replace("5.1.1", "5.2.2")))).as("a full mailbox is somebody's").isEqualTo(
                new Arrival.Receipt("email", "mail", OUR_MESSAGE, null, ReceiptState.UNDELIVERABLE, "5.2.2", null));
    }

    @Test
    void ofManyQuotedElementsTakesNoLongerThanItsSizeSays() {
        String html = "<p>yes</p><div id=appendonsend></div>" + "<p hidden>".repeat(90_000);
        String mail = "Subject: Re: BAL\nContent-Type: text/html";
        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(8), () -> said(mail, html))).isEqualTo("yes");
    }

    @Test
    void isReadUpToAMegabyteHoweverManyPartsItHas() {
        String part = "--x\nContent-Type: text/html\n\n" + "<br>".repeat(200_000) + "\n";
        assertThat(text(mail("Subject: Re: x\nContent-Type: multipart/mixed; boundary=x", part + part + "--x\nContent-Type: text/html\n\nlate\n--x--")).text())
                .doesNotContain("late");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"Content-Transfer-Encoding: nonsense", "Content-Transfer-Encoding: x-uuencode",
        "Content-Type: application/pdf; name*=utf-8''%zz"})
    void whosePartsCannotBeReadStillSaysWhatItsSubjectSays(String header) {
        assertThat(said("Subject: STOP\n" + header, "begin 644 a\n#garbage\n")).isEqualTo("STOP");
    }

    @Test
    void thatIsABombIsUnreadable() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            many.append("--x\n\na\n");
        }
        assertThat(read(mail("Content-Type: multipart/mixed; boundary=x", many + "--x--"))).isInstanceOfSatisfying(Arrival.Unreadable.class,
                bomb -> assertThat(bomb.reason()).isEqualTo("more than 500 parts"));
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            deep.append("--b").append(i).append("\nContent-Type: multipart/mixed; boundary=b").append(i + 1).append("\n\n");
        }
        assertThat(read(mail("Content-Type: multipart/mixed; boundary=b0", deep.toString()))).isInstanceOfSatisfying(Arrival.Unreadable.class,
                bomb -> assertThat(bomb.reason()).isEqualTo("parts nested deeper than 20"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Subject: BAL                                              | From is missing
            From: a@example.com, b@example.com                        | From names several authors
            From: a@example.com\\nFrom: b@example.com                 | From names several authors
            From: "a@evil.example" <not an address>                   | From cannot be read
            From: anna@[127.0.0.1]                                    | the address in From cannot be answered
            From: "!id"@example.com                                   | the address in From cannot be answered
            """)
    void withoutOneAuthorIsUnreadable(String headers, String reason) {
        assertThat(read(raw(headers.replace("\\n", "\n"), "BAL"))).isInstanceOfSatisfying(Arrival.Unreadable.class,
                refused -> assertThat(refused.reason()).contains(reason));
    }

    @Test
    void thatIsNoneIsKeptOrReadButNeverFails() {
        for (String rubbish : new String[]{"", "\0\0\0", "Content-Type: multipart/mixed\n\n--", "From: a@example.com\nContent-Type: multipart/mixed; boundary=x\n\nnothing",
            "From: a@example.com\nContent-Transfer-Encoding: base64\n\n!!!", "From: a@example.com\nContent-Transfer-Encoding: what\n\nBAL",
            "From: a@example.com\nContent-Type: text/html;;;=\n\nBAL"}) {
            assertThat(read(rubbish.getBytes(StandardCharsets.ISO_8859_1))).as(rubbish).isNotNull();
        }
    }

    @Test
    void ofAnyLengthIsReadSoFarAndSaysSo() {
        String said = said("Subject: Re: x", "word ".repeat(10_000));
        assertThat(said).hasSizeLessThan(Words.LONGEST + 60).endsWith("more characters]");
    }
}
