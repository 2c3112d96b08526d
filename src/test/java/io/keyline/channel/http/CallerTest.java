package io.keyline.channel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Who calls is whom a proxy of ours names, and nobody else's word")
class CallerTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                 | 192.0.2.1                          | 127.0.0.1
            127.0.0.1          | 192.0.2.1                          | 192.0.2.1
            127.0.0.1          | 198.51.100.9, 192.0.2.1            | 192.0.2.1
            127.0.0.1,10.0.0.5 | 198.51.100.9, 192.0.2.1, 10.0.0.5  | 192.0.2.1
            127.0.0.0/8,10.0.0.0/8 | 198.51.100.9, 10.9.8.7        | 198.51.100.9
            10.0.0.0/8         | 192.0.2.1                          | 127.0.0.1
            127.0.0.1,2001:db8::/32 | 192.0.2.1, 2001:db8::7       | 192.0.2.1
            127.0.0.1          | 2001:db8::7                        | 2001:db8::7
            127.0.0.1          | ${env:PATH}                        | 127.0.0.1
            127.0.0.1          | ''                                 | 127.0.0.1
            """)
    void isTold(String proxies, String forwarded, String caller) throws Exception {
        try (WebServer web = WebServer.start("127.0.0.1", 0, null, Proxies.of(List.of(proxies.split(","))))) {
            web.add("/who", Set.of("GET"), request -> CompletableFuture.completedFuture(HttpAnswer.text(200, request.remote())));
            var request = java.net.http.HttpRequest.newBuilder(URI.create(web.url() + "/who")).header("X-Forwarded-For", forwarded).build();
            assertThat(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body()).isEqualTo(caller);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.300", "10.0.0.0/33", "10.0.0.0/", "2001:db8::/129", "proxy.example.com", "10.0.0.0/8/8"})
    void isNeitherAddressNorNetwork(String proxy) {
        assertThatThrownBy(() -> Proxies.of(List.of("127.0.0.1", proxy))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'" + proxy + "'");
    }
}
