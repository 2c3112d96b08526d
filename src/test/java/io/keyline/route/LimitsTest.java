package io.keyline.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyline.hub.Arrival;
import io.keyline.hub.ReceiptState;
import io.keyline.hub.TryLater;
import io.keyline.hub.VirtualTime;
import io.keyline.route.Company.Ended;
import io.keyline.store.Inbound;
import io.keyline.store.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final String ANNA = "+4520123456";
    private static final String BO = "+4520123457";
    private static final String CY = "+4520123458";
    private static final String ROUTES = """
            - route:
                id: twice
                from:
                  uri: command:TWICE
                  parameters: { limit: "2/1h" }
                  steps:
                    - to: reply:unknown.answer
            - route:
                id: together
                from:
                  uri: command:TOGETHER
                  parameters: { limitOfAll: "1/1m" }
                  steps:
                    - to: reply:unknown.answer
            - route:
                id: slow
                from:
                  uri: direct:slow
                  steps:
                    - to: inbound:sms?rate=2
            """;

    private Company company;

    @BeforeEach
    void open() throws Exception {
        company = new Company(new VirtualTime(Instant.parse("2026-11-22T12:00:00Z")), Map.of(), ROUTES);
    }

    @AfterEach
    void close() throws Exception {
        company.close();
    }

    @Test
    void whoWritesMoreThanAnybodyWouldIsToldOnceAndThenNotHeardForAWhile() throws Exception {
        for (int i = 0; i < 60; i++) {
            company.receives(ANNA, "HELP");
            company.answers(ANNA);
        }
        company.receives(ANNA, "HELP");
        assertThat(company.answers(ANNA)).startsWith("You have sent us many messages in a short time. Please write again in 10 minutes.");
        company.receives(ANNA, "HELP");
        company.comesToRest();
        assertThat(company.ended(ANNA).getLast()).isEqualTo(new Ended("IGNORED", Inbound.TOO_MANY, null));
        company.receives(BO, "HELP");
        assertThat(company.answers(BO)).as("others are heard").isNotEmpty();

        company.pass(Duration.ofMinutes(10));
        company.receives(ANNA, "HELP");
        assertThat(company.answers(ANNA)).contains("Acme");
    }

    @Test
    void stopIsAlwaysHeard() throws Exception {
        for (int i = 0; i < 62; i++) {
            company.receives(ANNA, "HELP");
        }
        company.comesToRest();
        company.receives(ANNA, "Stop.");
        company.comesToRest();
        assertThat(company.consent(ANNA)).isNotEmpty();
    }

    @Test
    void whoWritesInAnothersNameDoesNotSilenceThem() {
        for (int i = 0; i < 70; i++) {
            company.receives(new Arrival.Text("email", "mail", 1, "anna@example.com", "acme@example.com", "HELP", true, 1_000 + i, Trust.CLAIMED, null));
        }
        company.receives(new Arrival.Text("email", "mail", 1, "anna@example.com", "acme@example.com", "HELP", true, 1, Trust.IDENTIFIED, null));
        company.comesToRest();
        assertThat(company.ended("anna@example.com").getLast().state()).isEqualTo("ANSWERED");
    }

    @Test
    void aCommandHasItsLimitForEachCustomer() throws Exception {
        for (int i = 0; i < 2; i++) {
            company.receives(ANNA, "TWICE");
            company.answers(ANNA);
        }
        company.receives(ANNA, "TWICE");
        assertThat(company.answers(ANNA)).startsWith("You have used TWICE often enough for now.");
        company.receives(ANNA, "TWICE");
        company.comesToRest();
        assertThat(company.ended(ANNA).getLast()).isEqualTo(new Ended("IGNORED", "the limit of TWICE is reached, and the customer was told", "twice"));
        company.receives(BO, "TWICE");
        assertThat(company.answers(BO)).doesNotContain("often enough");
    }

    @Test
    void aCommandHasItsLimitForAllTogetherAndEachIsToldOnce() throws Exception {
        company.receives(ANNA, "TOGETHER");
        company.answers(ANNA);
        company.receives(BO, "TOGETHER");
        assertThat(company.answers(BO)).isEqualTo("Many customers use TOGETHER right now. Please try again in a few minutes.");
        company.receives(BO, "TOGETHER");
        company.receives(CY, "TOGETHER");
        assertThat(company.answers(CY)).startsWith("Many customers");
        company.comesToRest();
        assertThat(company.ended(BO).getLast().state()).isEqualTo("IGNORED");
    }

    @Test
    void whatComesFasterThanItsRouteTakesStaysWithTheProviderButForReceipts() {
        assertThatThrownBy(() -> {
            for (int i = 0; i < 50; i++) { // more than two a second, however slow this machine is
                company.send("direct:slow", new Arrival.Text("sms", "sms", 1, CY, Company.NUMBER, "HELP", true, 5_000 + i));
            }
        }).hasRootCauseInstanceOf(TryLater.class).rootCause().hasMessage("more messages a second than inbound:sms takes");
        company.send("direct:slow", new Arrival.Receipt("sms", "sms", "id-77", CY, ReceiptState.DELIVERED, null, "stat:DELIVRD"));
    }
}
