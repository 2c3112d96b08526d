package io.keyline.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.converter.stream.InputStreamCache;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An event")
class EventTest {

    private static final String WHOLE = """
            {"key": "inv-77", "address": "+45 20 12 34 56", "channel": "sms", "language": "da",
             "data": {"plan": "Gold", "amount": 99.50, "months": 12, "paid": false, "note": null,
                      "lines": [{"id": "1", "name": "Basis"}]}}""";

    private static Event read(Object body) {
        return Event.read(body, "DK");
    }

    @Test
    void isReadWhole() {
        Event event = read(WHOLE);
        assertThat(event).extracting(Event::key, Event::address, Event::channel, Event::language).containsExactly("inv-77", "+4520123456", "sms", "da");
        assertThat(event.data()).containsEntry("plan", "Gold").containsEntry("amount", new BigDecimal("99.50")).containsEntry("months", new BigDecimal(12))
                .containsEntry("paid", false).containsEntry("note", null).containsEntry("lines", List.of(Map.of("id", "1", "name", "Basis")));
        assertThatThrownBy(() -> event.data().put("plan", "Silver")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void isTheSameAsTextBytesOrStream() {
        byte[] utf8 = ("\uFEFF" + WHOLE.replace("Gold", "黄金 🥇")).getBytes(StandardCharsets.UTF_8);
        assertThat(read(utf8)).isEqualTo(read(new String(utf8, StandardCharsets.UTF_8))).isEqualTo(read(new ByteArrayInputStream(utf8)));
        assertThat(read(utf8).data()).containsEntry("plan", "黄金 🥇");
        InputStreamCache cache = new InputStreamCache(utf8);
        assertThat(read(cache)).as("read before, by a step or an earlier attempt").isEqualTo(read(cache));
    }

    @Test
    void ofAMapIsACopy() {
        Map<String, Object> data = new HashMap<>(Map.of("months", 12, "share", 0.25, "plan", "Gold"));
        Event event = read(Map.of("address", "+4520123456", "data", data));
        data.put("plan", "Silver");
        assertThat(event.data()).containsEntry("plan", "Gold").containsEntry("months", new BigDecimal(12)).containsEntry("share", new BigDecimal("0.25"));
    }

    @Test
    void needsNoMoreThanAnAddress() {
        assertThat(read("{\"address\": \"20123456\"}")).isEqualTo(new Event(null, "+4520123456", null, null, Map.of()));
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({"+4520123456,DK,+4520123456", "20 12 34 56,DK,+4520123456", "0045 20123456,DK,+4520123456", "(020) 7946-0018,GB,+442079460018",
        "+7 912 345-67-89,DK,+79123456789", "+86 131 0000 0000,DK,+8613100000000", "٢٠١٢٣٤٥٦,DK,+4520123456"})
    void normalisesTheAddress(String written, String region, String number) {
        assertThat(Event.read(Map.of("address", written), region).address()).isEqualTo(number);
    }

    @Test
    void namesTheCustomerByAnyAddressOfTheirs() {
        assertThat(read("{\"address\": \" Anna@Example.COM\", \"channel\": \"email\"}").address()).isEqualTo("anna@example.com");
        assertThat(read("{\"address\": \"anna@example.com\", \"channel\": \"sms\"}").address()).isEqualTo("anna@example.com");
        assertThatThrownBy(() -> read("{\"address\": \"a@example.com\\r\\nBcc: b@example.com\", \"channel\": \"email\"}"))
                .hasMessageContaining("nor an e-mail address");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"da,da", "DA,da", "zh-hans,zh-Hans", "pt-BR,pt-BR"})
    void normalisesTheLanguage(String written, String tag) {
        assertThat(read(Map.of("address", "+4520123456", "language", written)).language()).isEqualTo(tag);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"key": "k"}                                      | address is missing
            {"address": null}                                 | address is missing
            {"address": 4520123456}                           | address is not a text
            {"address": "SECRET"}                             | address is not a telephone number
            {"address": "+45"}                                | address is not a telephone number
            {"address": "call SECRET +4520123456"}            | address is not a telephone number
            {"address": "+4520123456;phone-context=SECRET"}   | address is not a telephone number
            {"address": "+99920123456"}                       | address is not a telephone number
            {"address": "+4520123456", "channel": "SECRET"}   | channel is not written with a-z
            {"address": "+4520123456", "channel": "sms:x"}    | channel is not written with a-z
            {"address": "+4520123456", "language": "SECRET!"} | language is not a language tag
            {"address": "+4520123456", "language": "x-SECRET"} | language is not a language tag
            {"address": "+4520123456", "language": ""}        | language is not a language tag
            {"address": "+4520123456", "key": ""}             | key is empty
            {"address": "+4520123456", "key": "SECRET\\u0000"} | key is empty
            {"address": "+4520123456", "key": "SECRET\\ud800"} | key is empty
            {"address": "+4520123456", "key": 7}              | key is not a text
            {"address": "+4520123456", "data": "SECRET"}      | data is not an object
            {"address": "+4520123456", "data": {"a b": 1}}    | data has a name that is not
            {"address": "+4520123456", "data": {"${SECRET}": 1}} | data has a name that is not
            {"address": "+4520123456", "data": {"a": 1e999999999}} | data.a is a number that is too large
            {"address": "+4520123456", "data": {"a": [{"b": 1e-101}]}} | data.a is a number that is too large
            {"address": "+4520123456", "adress": "SECRET"}    | a field that is none of
            {"address": "+4520123456", "@class": "SECRET"}    | a field that is none of
            {"address": "+4520123456", "address": "SECRET"}   | the body has a name twice, at line 1
            {"address": "+4520123456", "data": {"a": 1, "a": 2}} | the body has a name twice, at line 1
            {"address": "+4520123456"} {"SECRET": 1}          | the body is not JSON
            {"address": "+4520123456", "data": {"a": 1e99999999999}} | the body is not JSON within the limits
            {"address": SECRET}                               | the body is not JSON
            {"address": "SECRET                               | the body is not JSON
            {'address': '+4520123456'}                        | the body is not JSON
            {"address": "+4520123456", "data": {"a": NaN}}    | the body is not JSON
            ["SECRET"]                                        | the body is not a JSON object
            "SECRET"                                          | the body is not a JSON object
            SECRET                                            | the body is not JSON
            <event address="SECRET"/>                         | the body is not JSON
            """)
    void isRefusedByTheNameOfTheFieldAndNotItsValue(String body, String message) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(BadEventException.class).isInstanceOf(IllegalArgumentException.class).hasNoCause()
                .hasMessageContaining(message).message().doesNotContain("SECRET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\n", "\0"})
    void isMoreThanBlanks(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(BadEventException.class);
    }

    @Test
    void isOfNoOtherKind() {
        assertThatThrownBy(() -> read(null)).isInstanceOf(BadEventException.class).hasMessageContaining("empty");
        assertThatThrownBy(() -> read(42)).isInstanceOf(BadEventException.class).hasMessageContaining("neither a map nor JSON");
        assertThatThrownBy(() -> read(Map.of("address", "+4520123456", "data", Map.of("at", Instant.now()))))
                .isInstanceOf(BadEventException.class).hasMessageContaining("data.at holds something");
        assertThatThrownBy(() -> read(Map.of("address", "+4520123456", "data", Map.of("rate", Double.NaN))))
                .isInstanceOf(BadEventException.class).hasMessageContaining("data.rate is a number");
    }

    @Test
    void isUtf8() {
        assertThatThrownBy(() -> read(WHOLE.replace("Gold", "Guld på").getBytes(StandardCharsets.ISO_8859_1))).hasMessage("the body is not UTF-8");
        assertThatThrownBy(() -> read(WHOLE.getBytes(StandardCharsets.UTF_16LE))).isInstanceOf(BadEventException.class);
    }

    @Test
    void isSmall() {
        String most = WHOLE.replace("Gold", "g".repeat(64 * 1024 - WHOLE.length() + 4));
        assertThat(read(most.getBytes(StandardCharsets.UTF_8))).isEqualTo(read(most));
        String more = most.replaceFirst("gg", "gø");
        assertThatThrownBy(() -> read(more)).hasMessage("the body is larger than 64 KiB");
        assertThatThrownBy(() -> read(more.getBytes(StandardCharsets.UTF_8))).hasMessage("the body is larger than 64 KiB");
        assertThatThrownBy(() -> read(new EndlessStream())).hasMessage("the body is larger than 64 KiB");
    }

    @Test
    void isShallow() {
        assertThatThrownBy(() -> read("{\"address\":\"+4520123456\",\"data\":{\"a\":" + "[".repeat(30_000))).isInstanceOf(BadEventException.class);
        assertThatThrownBy(() -> read("{\"data\":".repeat(7_000))).isInstanceOf(BadEventException.class);
        List<Object> itself = new ArrayList<>();
        itself.add(itself);
        assertThatThrownBy(() -> read(Map.of("address", "+4520123456", "data", Map.of("a", itself)))).hasMessage("data.a is nested too deeply");
    }

    @Test
    void hasFewNames() {
        StringBuilder names = new StringBuilder("\"n0\": 0");
        for (int i = 1; i < 50; i++) {
            names.append(", \"n").append(i).append("\": 0");
        }
        assertThat(read("{\"address\": \"+4520123456\", \"data\": {" + names + "}}").data()).hasSize(50);
        assertThatThrownBy(() -> read("{\"address\": \"+4520123456\", \"data\": {" + names + ", \"more\": 0}}")).hasMessage("data has more than 50 names");
    }

    @Test
    void keepsInItsDataWhatPostgresqlCanStore() {
        assertThat(read("{\"address\": \"+4520123456\", \"data\": {\"a\": \"x\\u0000y\\ud83dz\\ude00\\ud83d\\ude00\", \"b\": {\"\\u0000c\": 1}}}").data())
                .containsEntry("a", "xyz😀").containsEntry("b", Map.of("c", BigDecimal.ONE));
    }

    @Test
    void takesWhatLooksLikeAnExpressionLiterally() {
        assertThat(read("{\"address\": \"+4520123456\", \"data\": {\"name\": \"${bean:x} {{env:PATH}} #{1+1}\"}}").data())
                .containsEntry("name", "${bean:x} {{env:PATH}} #{1+1}");
    }

    private static final class EndlessStream extends java.io.InputStream {

        @Override
        public int read() {
            return ' ';
        }
    }
}
