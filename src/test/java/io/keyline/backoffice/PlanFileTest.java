package io.keyline.backoffice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("config/back-office.yaml")
class PlanFileTest {

    private static final Map<String, String> NAMED = Map.of("env:TOKEN", "a$b\\c", "env:DEPOT_PASSWORD", "d", "env:LEDGER_PASSWORD", "l",
            "env:CRM_TOKEN", "t", "env:CRM_CALLBACK_SECRET", "a-secret-of-twenty-characters");

    private final List<PlanFile.Fault> faults = new ArrayList<>();

    private Plan read(String text) {
        return PlanFile.read(text, name -> Optional.ofNullable(NAMED.get(name)), faults);
    }

    @Test
    void saysNothingAsItIsShipped() throws Exception {
        assertThat(read(Files.readString(Path.of("config/back-office.yaml")))).isEqualTo(Plan.NONE);
        assertThat(faults).isEmpty();
    }

    @Test
    void isRightInWhatItShowsAsAnExample() throws Exception {
        var plan = read(Files.readString(Path.of("config/back-office.yaml")).replaceAll("(?m)^#(?! \\S)", ""));
        assertThat(faults).isEmpty();
        assertThat(plan.ways()).containsOnlyKeys("depot", "ledger", "crm");
        assertThat(plan.ways().get("depot")).isEqualTo(new Plan.Jms("tcp://broker.depot.example.com:61616", "keyline", "d", "keyline."));
        assertThat(((Plan.Kafka) plan.ways().get("ledger")).properties().get("sasl.jaas.config")).endsWith("password=\"l\";");
        assertThat(plan.ways().get("crm")).isEqualTo(new Plan.Http(new HttpBackOffice.Place(URI.create("https://crm.example.com/keyline"), "Bearer t",
                Duration.ofSeconds(10)), "a-secret-of-twenty-characters"));
        assertThat(plan.treatments().get("payments.take")).isEqualTo(new Plan.Treatment("crm", true, 20,
                new Limits.Breaker(50, 20, Duration.ofSeconds(10), Duration.ofSeconds(30), 3, false)));
    }

    @Test
    void theMostSpecificSaysItPointByPoint() {
        var plan = read("""
                connections:
                  a: {http: http://127.0.0.1:1}
                  b: {http: http://localhost:2, user: u, password: p}
                operations:
                  accounts: {by: a, concurrency: 5}
                  accounts.balance: {by: b}
                  accounts.close: {idempotent: true, concurrency: 1}
                """);
        assertThat(faults).isEmpty();
        assertThat(plan.by("accounts.balance")).contains("b");
        assertThat(plan.by("accounts.close")).contains("a");
        assertThat(plan.by("orders.find")).isEmpty();
        assertThat(plan.limitsOf("accounts.balance")).contains("accounts");
        assertThat(plan.limitsOf("accounts.close")).contains("accounts.close");
        assertThat(plan.isIdempotent("accounts.close")).isTrue();
        assertThat(plan.isIdempotent("accounts.balance")).isFalse();
        assertThat(((Plan.Http) plan.ways().get("b")).place().authorization()).isEqualTo("Basic dTpw");
    }

    @Test
    void aPlaceholderIsTakenAsItIs() {
        var plan = read("connections: {a: {http: https://a.example.com, bearer: '{{env:TOKEN}}'}}");
        assertThat(((Plan.Http) plan.ways().get("a")).place().authorization()).isEqualTo("Bearer a$b\\c");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            connections: {a: {http: http://crm.example.com}} | 1: http is 'http://crm.example.com': what is asked and answered could be read on the way; write https, or insecure: true
            connections: {a: {http: crm.example.com}} | 1: http is 'crm.example.com', write a URL without query, for example https://crm.example.com/keyline
            connections: {a: {http: 'https://u:p@crm.example.com'}} | 1: http is 'https://u:p@crm.example.com', write a URL without query, for example https://crm.example.com/keyline
            connections: {a: {}} | 1: connection a: write one of jms, kafka and http, with its address
            connections: {a: {kafka: 'k:1', http: 'https://h'}} | 1: connection a: write one of jms, kafka and http, with its address
            connections: {a: {kafka: kafka.example.com}} | 1: kafka is 'kafka.example.com', write host:port, parted by commas
            connections: {a: {http: 'https://h', timeout: 5}} | 1: timeout is '5', write a duration, for example 500ms, 30s, 10m or 2h
            connections: {a: {http: 'https://h', user: u}} | 1: write bearer, or user and password, or none of them
            connections: {a: {http: 'https://h', callback-secret: short}} | 1: callback-secret has 5 characters; write 20 at least
            connections: {a: {http: 'https://h', bearer: '{{env:NOBODY}}'}} | 1: {{env:NOBODY}} stands for nothing: it is no setting, or no environment variable
            connections: {a: {jms: 'tcp://h:1', brokers: x}} | 1: a: brokers is unknown; there are jms, password, prefix, user
            operations: {accounts: {by: crm}} | 1: by is 'crm', which is none of the connections
            operations: {Accounts: {concurrency: 5}} | 1: 'Accounts' is no system and no operation, such as accounts or accounts.balance
            operations: {accounts: {concurrency: 0}} | 1: concurrency is '0', write a whole number from 1 to 100000
            operations: {accounts: {idempotent: yes}} | 1: idempotent is 'yes', write true or false
            operations: {accounts: {circuit-breaker: {failures: 50}}} | 1: failures is '50', write a share, for example 50%
            operations: {accounts: {circuit-breaker: {open: 0s}}} | 1: open is nothing; write 1ms at least
            operations: {accounts: {circuit-breaker: {meanwhile: fail}}} | 1: meanwhile is 'fail', write wait or refuse
            operations: [accounts] | 1: operations is not of the form name: value
            routes: {} | 1: the file: routes is unknown; there are connections, operations
            """)
    void whatIsWrongIsSaid(String text, String message) {
        read(text);
        assertThat(faults).extracting(fault -> fault.line() + ": " + fault.message()).contains(message);
    }

    @Test
    void eachFaultHasItsLine() {
        read("""
                connections:
                  a:
                    http: https://h
                    timeout: soon
                  a:
                    http: https://h
                operations:
                  accounts:
                    by: b
                """);
        assertThat(faults).extracting(PlanFile.Fault::line).containsExactly(4, 5, 9);
        faults.clear();
        read("operations: {\naccounts: [");
        assertThat(faults).singleElement().satisfies(fault -> assertThat(fault.message()).startsWith("is not YAML"));
    }
}
