package io.keyline.channel.ussd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyline.channel.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Gateways are known by their addresses")
class CallersTest {

    private static final Callers CALLERS = Callers.of("196.201.214.0/23, 2001:db8::/32, 192.0.2.7", "10.0.0.0/8,::1");

    private static HttpRequest from(String remote, String forwarded) {
        return new HttpRequest("POST", "http://hub/ussd/main", List.of(), List.of(),
                forwarded == null ? Map.of() : Map.of("x-forwarded-for", forwarded), new byte[0], remote);
    }

    @ParameterizedTest
    @CsvSource({"196.201.214.9,true", "196.201.215.255,true", "196.201.216.0,false", "192.0.2.7,true", "192.0.2.8,false",
        "2001:db8:1::5,true", "2001:db9::5,false", "127.0.0.1,false"})
    void byNetwork(String remote, boolean allowed) {
        assertThat(CALLERS.include(from(remote, null))).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10.0.0.5     | 196.201.214.9              | true
            10.0.0.5     | 1.2.3.4, 196.201.214.9     | true
            10.0.0.5     | 196.201.214.9, 10.0.0.6    | true
            10.0.0.5     | 196.201.214.9, 1.2.3.4     | false
            1.2.3.4      | 196.201.214.9              | false
            10.0.0.5     |                            | false
            10.0.0.5     | gateway.example.com        | false
            10.0.0.5     | 999.1.1.1                  | false
            """)
    void behindAProxyTheOneThatCalledIt(String remote, String forwarded, boolean allowed) {
        assertThat(CALLERS.include(from(remote, forwarded))).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "1.2.3.4/33", "1.2.3.4/x", "1.2.3", "dead.beef", "/8"})
    void whatIsNoAddressIsNamed(String wrong) {
        assertThatThrownBy(() -> Callers.of(wrong, "")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(wrong);
    }

    @Test
    void nobodyIsAllowedIfNobodyIsListed() {
        assertThat(Callers.of("", "").include(from("127.0.0.1", null))).isFalse();
    }
}
