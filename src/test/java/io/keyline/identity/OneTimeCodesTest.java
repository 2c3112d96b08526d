package io.keyline.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.hub.Channels;
import io.keyline.hub.Hub;
import io.keyline.hub.Sessions;
import io.keyline.hub.TestHub;
import io.keyline.hub.VirtualTime;
import io.keyline.identity.OneTimeCodes.Issued;
import io.keyline.identity.OneTimeCodes.Wish;
import io.keyline.store.Database;
import io.keyline.store.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A one-time code proves who holds an address")
class OneTimeCodesTest {

    private static final String ANNA = "+4520123456";
    private static final int BUDGET = 25;

    @TempDir
    private Path data;
    private final VirtualTime time = new VirtualTime(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private Database database;
    private Hub hub;
    private OneTimeCodes codes;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh();
        hub = new Hub(database, TestHub.settings(data, time, new Channels(Map.of(), TestHub.NUMBER)), new Sessions(),
                List.of(turn -> Optional.empty()), turn -> Optional.empty());
        TestHub.carry(hub, "sms", message -> sent.add(message.to() + " " + message.text()));
        hub.start();
        codes = new OneTimeCodes(hub, database.jdbi(), new OneTimeCodes.Settings(Set.of("DK"), BUDGET, OneTimeCodes.random()));
        known(ANNA);
    }

    @AfterEach
    void close() throws Exception {
        hub.close();
        database.close();
    }

    private void known(String address) {
        long id = hub.newId();
        database.jdbi().useHandle(handle -> {
            handle.execute("insert into customer (id) values (?)", id);
            handle.execute("insert into address (value, customer_id) values (?, ?)", address, id);
        });
    }

    private Issued issue(String address) {
        return codes.issue(new Wish(address, "sign-in", null, null), code -> "Code " + code);
    }

    private String received(String address) throws InterruptedException {
        String text = sent.poll(5, TimeUnit.SECONDS);
        assertThat(text).startsWith(address + " Code ");
        return text.substring(text.length() - 6);
    }

    private boolean redeem(String address, String code) {
        return codes.redeem(address, "sign-in", code, "browser");
    }

    /** A code that it is not. */
    private static String other(String code) {
        return code.equals("000000") ? "000001" : "000000";
    }

    @Test
    void sixDigitsGoToTheAddressAndComeBackOnce() throws Exception {
        assertThat(issue(ANNA)).isEqualTo(Issued.SENT);
        String code = received(ANNA);
        assertThat(code).matches("\\d{6}");
        assertThat(redeem(ANNA, code)).isTrue();
        assertThat(codes.redeem(ANNA, "sign-in", code, "another browser")).isFalse();
        assertThat(redeem(ANNA, code)).as("asked again by the same, who may have died meanwhile").isTrue();
    }

    @Test
    void itIsGoodForItsAddressAndPurposeAndTenMinutes() throws Exception {
        issue(ANNA);
        String code = received(ANNA);
        assertThat(codes.redeem(ANNA, "pay", code, "browser")).isFalse();
        assertThat(redeem("+4520123457", code)).isFalse();
        time.moveTo(time.instant().plus(Duration.ofMinutes(10)));
        assertThat(redeem(ANNA, code)).isFalse();
    }

    @Test
    void afterFiveWrongOnesTheRightOneIsWrong() throws Exception {
        issue(ANNA);
        String code = received(ANNA);
        for (int i = 0; i < 5; i++) {
            assertThat(redeem(ANNA, other(code))).isFalse();
        }
        assertThat(redeem(ANNA, code)).isFalse();
    }

    @Test
    void onlyTheLastCodeCounts() throws Exception {
        issue(ANNA);
        String first = received(ANNA);
        issue(ANNA);
        String last = received(ANNA);
        assertThat(redeem(ANNA, first)).isEqualTo(first.equals(last));
        assertThat(redeem(ANNA, last)).isTrue();
    }

    @Test
    void theSameWishMakesOneCode() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(codes.issue(new Wish(ANNA, "sign-in", null, "turn-7"), code -> "Code " + code)).isEqualTo(Issued.SENT);
        }
        received(ANNA);
        assertThat(sent).isEmpty();
    }

    @Test
    void itGoesOutAfterStopToo() throws Exception {
        database.jdbi().useHandle(handle -> handle.execute("update customer set opted_out = true"));
        issue(ANNA);
        received(ANNA);
    }

    @Test
    void nothingThatIsStoredTellsIt() throws Exception {
        issue(ANNA);
        String code = received(ANNA);
        await().untilAsserted(() -> assertThat(texts("select state from message")).containsExactly("SENT"));
        assertThat(texts("select m::text from message m union all select c::text from one_time_code c"))
                .noneMatch(row -> row.contains(" " + code));
        assertThat(texts("select text from message")).allMatch(text -> text.startsWith("sealed:"));
    }

    private List<String> texts(String sql) {
        return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    @Test
    void whoIsUnknownGetsTheSameAnswerAndNoMessage() throws Exception {
        String stranger = "+4520999999";
        List<Issued> known = IntStream.range(0, 4).mapToObj(i -> issue(ANNA)).toList();
        List<Issued> unknown = IntStream.range(0, 4).mapToObj(i -> issue(stranger)).toList();
        assertThat(unknown).isEqualTo(known).endsWith(Issued.TOO_OFTEN);
        assertThat(texts("select address from one_time_code")).filteredOn(stranger::equals).hasSize(3);
        for (int i = 0; i < 3; i++) {
            received(ANNA);
        }
        assertThat(sent).isEmpty();
        assertThat(texts("select state from message where customer_address = '" + stranger + "'")).containsOnly("IGNORED").hasSize(3);
    }

    @Test
    void anAddressGetsThreeInTenMinutesAndTenADay() {
        List<Issued> day = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            day.add(issue(ANNA));
            time.moveTo(time.instant().plus(Duration.ofMinutes(11)));
        }
        assertThat(day.subList(0, 10)).containsOnly(Issued.SENT);
        assertThat(day.subList(10, 12)).containsOnly(Issued.TOO_OFTEN);
        time.moveTo(time.instant().plus(Duration.ofDays(1)));
        assertThat(issue(ANNA)).isEqualTo(Issued.SENT);
    }

    @Test
    void aRequesterGetsFiveAnHourWhateverTheAddresses() {
        List<Issued> all = IntStream.range(0, 6).mapToObj(i -> codes.issue(
                new Wish("+452" + i + "111111", "sign-in", "192.0.2.7", null), code -> code)).toList();
        assertThat(all).startsWith(Issued.SENT).endsWith(Issued.TOO_OFTEN).filteredOn(Issued.SENT::equals).hasSize(5);
    }

    @Test
    void numbersThatAreAlikeGetTwentyAnHourAskedForAllAtOnce() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Issued>> wishes = IntStream.range(0, 40).<Callable<Issued>>mapToObj(i -> () -> issue("+452012%04d".formatted(i))).toList();
            List<Issued> all = new ArrayList<>();
            for (Future<Issued> one : threads.invokeAll(wishes)) {
                all.add(one.get());
            }
            assertThat(all).filteredOn(Issued.SENT::equals).hasSize(20);
        }
    }

    @Test
    void anHourHasABudget() {
        List<Issued> all = IntStream.range(0, 30).mapToObj(i -> issue("+4520%02d1111".formatted(i))).toList();
        assertThat(all).endsWith(Issued.TOO_OFTEN).filteredOn(Issued.SENT::equals).hasSize(BUDGET);
    }

    @Test
    void noneGoesToNumbersThatCostOrAreElsewhere() {
        assertThat(List.of(issue("+4590123456"), issue("+79161234567"), issue("withheld"), issue("Acme"), issue("+882161234567")))
                .containsOnly(Issued.IMPOSSIBLE);
    }
}
