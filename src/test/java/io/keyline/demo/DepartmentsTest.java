package io.keyline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the simulated back office does for the shipped dialogues")
class DepartmentsTest {

    private static final String CUSTOMER = "+4520123456";
    private static final String STRANGER = "+4520123450";
    private static final Duration SWITCHING = Duration.ofMinutes(3);

    private final Ledger ledger = new Ledger(new Departments(new BigDecimal("1250.50"), SWITCHING));
    private final LocalDate today = LocalDate.now();
    private int keys;

    @Test
    void aSubscriptionIsRenewedOnce() {
        assertThat(ask("subscriptions.find", "{}").data())
                .isEqualTo(Map.of("plan", "Gold", "ends", today.plusWeeks(10).toString()));
        Answer renewed = ask("subscriptions.renew", "{}");
        assertThat(renewed.data()).containsEntry("until", today.plusWeeks(10).plusYears(1).toString());
        assertRefused(ask("subscriptions.find", "{}"), "renewed-already", Map.of("plan", "Gold", "until", renewed.data().get("until")));
        assertRefused(ask("subscriptions.renew", "{}"), "renewed-already", Map.of("plan", "Gold", "until", renewed.data().get("until")));
    }

    @Test
    void theSameKeyRenewsOnceAndIsAnsweredTheSame() {
        Call call = call(CUSTOMER, "k", "subscriptions.renew", "{}");
        assertThat(ledger.answer(call)).isEqualTo(ledger.answer(call)).extracting(Answer::status).isEqualTo("ok");
    }

    @Test
    void aBillIsPaidInPartsUntilNothingIsOpen() {
        assertThat(ask("bills.find", "{}").data()).containsEntry("bill", "B-3456").containsEntry("open", Money.of(new BigDecimal("89.90")));
        assertThat(ask("payments.take", "{\"bill\":\"B-3456\",\"amount\":50}").data()).containsEntry("open", Money.of(new BigDecimal("39.90")));
        assertRefused(ask("payments.take", "{\"bill\":\"B-3456\",\"amount\":39.91}"), "more-than-open",
                Map.of("open", Money.of(new BigDecimal("39.90"))));
        assertThat(ask("payments.take", "{\"bill\":\"B-3456\",\"amount\":39.90}").data()).containsEntry("open", Money.of(new BigDecimal("0.00")));
        assertRefused(ask("bills.find", "{}"), "no-open-bill", Map.of());
        assertThat(ledger.balance(CUSTOMER, "main")).isEqualByComparingTo("1160.60");
    }

    @Test
    void aPaymentForABillOfSomebodyElseTakesNothing() {
        assertRefused(ask("payments.take", "{\"bill\":\"B-1111\",\"amount\":5}"), "unknown-bill", Map.of());
        assertThat(ledger.effects()).isEmpty();
    }

    @Test
    void aPaymentWithoutABillLeavesTheBillOpen() {
        assertThat(ask("payments.take", "{\"amount\":50}").data()).doesNotContainKey("open");
        assertThat(ask("bills.find", "{}").data()).containsEntry("open", Money.of(new BigDecimal("89.90")));
    }

    @Test
    void servicesAreFoundByWordsOfTheirNames() {
        assertThat((List<?>) ask("services.find", "{}").data().get("services")).hasSizeGreaterThan(8);
        assertThat((List<?>) ask("services.find", "{\"search\":\"ROAMING\"}").data().get("services")).isEqualTo(List.of(
                Map.of("id", "roaming-eu", "name", "Roaming EU", "active", false),
                Map.of("id", "roaming-world", "name", "Roaming World", "active", false)));
        assertRefused(ask("services.find", "{\"search\":\"submarine\"}"), "no-such-service", Map.of());
    }

    @Test
    void aServiceIsSwitchedOnAndOffAndThatTakesAWhile() {
        assertThat(ask("services.show", "{\"service\":\"music\"}").data()).containsEntry("active", false)
                .containsEntry("price", Money.of(new BigDecimal("4.50")));
        Answer on = ask("services.activate", "{\"service\":\"music\"}");
        assertThat(on).isEqualTo(Answer.ok(Map.of("service", "music", "active", true)).after(SWITCHING));
        assertThat(ask("services.show", "{\"service\":\"music\"}").data()).containsEntry("active", true);
        assertRefused(ask("services.activate", "{\"service\":\"music\"}"), "switched-already", Map.of("service", "music"));
        assertThat(ask("services.deactivate", "{\"service\":\"music\"}").data()).containsEntry("active", false);
        assertRefused(ask("services.deactivate", "{\"service\":\"music\"}"), "switched-already", Map.of("service", "music"));
        assertRefused(ask("services.activate", "{\"service\":\"submarine\"}"), "no-such-service", Map.of());
        assertRefused(ask("services.show", "{}"), "no-such-service", Map.of());
    }

    @Test
    void anOrderIsPackedShippedOrDelivered() {
        assertThat(ask("orders.find", "{}").data()).isEqualTo(
                Map.of("order", "3456-1", "state", "packed", "day", today.plusDays(3).toString(), "changeable", true));
        assertThat(ask("orders.find", "{\"order\":\"3456-2\"}").data()).containsEntry("state", "shipped").containsEntry("changeable", false);
        assertThat(ask("orders.find", "{\"order\":\"3456-3\"}").data()).containsEntry("state", "delivered");
        assertRefused(ask("orders.find", "{\"order\":\"77\"}"), "unknown-order", Map.of("order", "77"));
    }

    @Test
    void aDeliveryDayIsChangedToAPossibleOne() {
        LocalDate tuesday = today.with(TemporalAdjusters.next(DayOfWeek.TUESDAY));
        assertThat(ask("deliveries.change", "{\"order\":\"3456-1\",\"day\":\"%s\"}".formatted(tuesday)).data())
                .isEqualTo(Map.of("order", "3456-1", "day", tuesday.toString()));
        assertThat(ask("orders.find", "{}").data()).containsEntry("day", tuesday.toString());
        assertRefused(ask("deliveries.change", "{\"order\":\"3456-2\",\"day\":\"%s\"}".formatted(tuesday)), "too-late-to-change", Map.of());
    }

    @Test
    void forADayThatIsNotPossibleItNamesSomeThatAre() {
        LocalDate sunday = today.with(TemporalAdjusters.next(DayOfWeek.SUNDAY));
        Stream.of(sunday.toString(), today.toString(), today.plusDays(15).toString(), "soon").forEach(day -> {
            Answer refused = ask("deliveries.change", "{\"order\":\"3456-1\",\"day\":\"%s\"}".formatted(day));
            assertThat(refused.reason()).isEqualTo("day-not-available");
            assertThat((List<?>) refused.data().get("days")).hasSize(3).first(InstanceOfAssertFactories.MAP)
                    .containsOnlyKeys("id", "name");
        });
    }

    @Test
    void aFaultGetsATicketAndASecondReportTheSame() {
        assertThat(ask("faults.report", "{\"kind\":\"power\"}").data()).isEqualTo(Map.of("ticket", "F-1001"));
        assertThat(ask("faults.report", "{\"kind\":\"water\"}").data()).isEqualTo(Map.of("ticket", "F-1002"));
        assertRefused(ask("faults.report", "{\"kind\":\"power\"}"), "reported-already", Map.of("ticket", "F-1001"));
    }

    @Test
    void roadsideHelpComesNearerUntilItIsClosed() {
        assertThat(ask("roadside.order", "{\"place\":\"E20\"}").data()).isEqualTo(Map.of("case", "R-1001", "state", "ordered", "minutes", 45));
        assertThat(Stream.generate(() -> ask("roadside.status", "{\"case\":\"R-1001\"}").data().get("state")).limit(5))
                .containsExactly("driving", "driving", "arrived", "closed", "closed");
        assertRefused(ask("roadside.status", "{\"case\":\"R-9\"}"), "unknown-case", Map.of());
    }

    @Test
    void roadsideHelpEndsWhenTheCustomerSaysSoAndForNobodyElse() {
        ask("roadside.order", "{}");
        assertThat(ledger.answer(call(STRANGER, "s", "roadside.close", "{\"case\":\"R-1001\"}")).reason()).isEqualTo("unknown-case");
        assertThat(ask("roadside.close", "{\"case\":\"R-1001\"}").data()).containsEntry("state", "closed");
        assertThat(ask("roadside.status", "{\"case\":\"R-1001\"}").data()).containsEntry("state", "closed");
    }

    @Test
    void aStrangerHasNothing() {
        Map.of("subscriptions.find", "no-subscription", "subscriptions.renew", "no-subscription", "bills.find", "no-open-bill",
                "orders.find", "no-order", "deliveries.change", "too-late-to-change").forEach((operation, reason) ->
                assertThat(ledger.answer(call(STRANGER, operation, operation, "{}")).reason()).isEqualTo(reason));
    }

    @Test
    void nothingIsCarriedOutTooLate() {
        Call late = Call.read("{\"id\":\"k\",\"operation\":\"faults.report\",\"customer\":{\"address\":\"%s\"},\"deadline\":\"%s\",\"data\":{}}"
                .formatted(CUSTOMER, Instant.now().minusSeconds(1)));
        assertRefused(ledger.answer(late), "too-late", Map.of());
        assertThat(ask("faults.report", "{}").data()).containsEntry("ticket", "F-1001");
    }

    private Answer ask(String operation, String data) {
        return ledger.answer(call(CUSTOMER, "k" + keys++, operation, data));
    }

    private static Call call(String customer, String key, String operation, String data) {
        return Call.read("{\"id\":\"%s\",\"operation\":\"%s\",\"customer\":{\"address\":\"%s\",\"language\":\"da\"},\"data\":%s}"
                .formatted(key, operation, customer, data));
    }

    private static void assertRefused(Answer answer, String reason, Map<String, Object> data) {
        assertThat(answer).isEqualTo(Answer.refused(reason, data));
    }
}
