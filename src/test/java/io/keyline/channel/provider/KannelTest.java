package io.keyline.channel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.hub.Arrival;
import io.keyline.hub.ReceiptState;
import io.keyline.hub.SendException.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("config/providers/kannel.yaml")
class KannelTest extends ProviderCase {

    KannelTest() throws Exception {
    }

    @BeforeEach
    void start() throws Exception {
        start(shipped("kannel.yaml"), "{{KANNEL_URL}}", Map.of("KANNEL_PATH", "k3J", "KANNEL_USERNAME", "keyline", "KANNEL_PASSWORD", SECRET,
                "region.default", "DK", "sms.rate", "0"));
    }

    @Test
    void aMessageGoesOutAndItsReceiptComesBackUnderOurId() throws Exception {
        provider.answers(202, "0: Accepted for delivery");
        send("Hej {to} & æ?");
        Map<String, String> query = provider.asked().query();
        String callback = web.url() + "/kannel/k3J?message=77&dlr=%d&reply=%A";
        assertThat(query).isEqualTo(Map.of("username", "keyline", "password", SECRET, "from", "+4570102030", "to", "+4520123456", "text",
                "Hej {to} & æ?", "charset", "UTF-8", "coding", "0", "dlr-mask", "31", "dlr-url", callback));
        assertThat(sent.getFirst().providerId()).isEqualTo("77");

        provider.get(callback.replace("%d", "8").replace("%A", "ACK%2F"));
        provider.get(callback.replace("%d", "2").replace("%A", "id%3A1+stat%3AUNDELIV"));
        assertThat(arrivals).extracting(arrival -> ((Arrival.Receipt) arrival).providerId()).containsExactly("77", "77");
        assertThat(arrivals).extracting(arrival -> ((Arrival.Receipt) arrival).state()).containsExactly(ReceiptState.ACCEPTED, ReceiptState.UNDELIVERABLE);
    }

    @Test
    void whatGsmHasNotIsSentAsUnicode() throws Exception {
        provider.answers(202, "3: Queued for later delivery");
        send("余额");
        assertThat(provider.asked().query()).containsEntry("coding", "2").containsEntry("text", "余额");
        assertThat(sent).hasSize(1);
    }

    @Test
    void aBusyKannelIsTriedAgain() {
        provider.answers(503, "Temporal failure, try again later.");
        assertThat(failure("hello").outcome()).isEqualTo(Outcome.RETRY_LATER);
    }

    @Test
    void whatCustomersWriteComesInWithoutAnAnswer() {
        var answer = provider.get(web.url() + "/kannel/k3J?from=20123456&to=1234&text=saldo+%C3%A6+%26&id=f1");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        Arrival.Text text = (Arrival.Text) arrivals.getFirst();
        assertThat(List.of(text.from(), text.to(), text.text())).containsExactly("+4520123456", "1234", "saldo æ &");
    }

    @Test
    void namesOfOtherWorldsInAQueryHaveNoEffect() {
        provider.get(web.url() + "/kannel/k3J?from=20123456&to=1234&text=hi&id=f2&mail.smtp.host=evil.example&kafka.OVERRIDE_TOPIC=x"
                + "&CamelHttpUri=" + provider.url() + "&CAmelJmsDestinationName=q&To=x");
        assertThat(texts()).containsExactly("hi");
        assertThat(provider.nobodyAsked()).isTrue();
    }
}
