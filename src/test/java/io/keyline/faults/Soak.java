package io.keyline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.demo.Sent;
import io.keyline.demo.Submit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hub is killed at random while messages flow; afterwards everything must add up. Not part of {@code mvn verify}: run
 * {@code bin/keyline-soak}, or {@code mvn verify -Psoak -Dsoak.minutes=10}.
 */
class Soak {

    private static final int WINDOW = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<String> TEXTS = List.of("BAL", "PAY 100", "ПОМОЩЬ");

    @Test
    void everythingAddsUpHoweverOftenTheHubIsKilled(@TempDir Path directory) throws Exception {
        long seed = Long.getLong("soak.seed", System.nanoTime());
        var random = new Random(seed);
        Instant end = Instant.now().plus(Duration.ofMinutes(Integer.getInteger("soak.minutes", 10)));
        try (World world = new World(directory)) {
            world.hub.with("sms.window", WINDOW);
            int kills = 0;
            Map<String, Map<String, Sent>> sent = new TreeMap<>();
            while (Instant.now().isBefore(end)) {
                String text = TEXTS.get(kills % TEXTS.size());
                world.start();
                Load load = new Load(world, text, random.nextInt(100, 301));
                Instant kill = Instant.now().plusMillis(random.nextLong(500, 8_000));
                await().pollInterval(Duration.ofMillis(5)).until(() -> Instant.now().isAfter(kill));
                world.hub.kill();
                kills++;
                // what is sent while the hub is away is the first that the next one meets
                sent.computeIfAbsent(text, t -> new TreeMap<>()).putAll(load.stop());
                System.out.printf("soak, seed %d: %d kills, %d messages%n", seed, kills,
                        sent.values().stream().mapToInt(Map::size).sum());
            }
            world.start();
            check(world, sent, kills);
        }
    }

    private static void check(World world, Map<String, Map<String, Sent>> sent, int kills) {
        List<Sent> all = sent.values().stream().flatMap(some -> some.values().stream()).toList();
        await("accepted").atMost(PATIENCE).until(() -> all.stream().allMatch(Sent::acknowledged));
        await("settled").atMost(PATIENCE).untilAsserted(() -> assertThat(world.records().pending()).isEmpty());
        Set<String> uncertain = Set.copyOf(world.records().customersWith("UNCERTAIN"));
        System.out.printf("soak: %d messages, %d kills, %d uncertain%n", all.size(), kills, uncertain.size());

        assertThat(uncertain).as("uncertain").hasSizeLessThanOrEqualTo(kills * WINDOW);
        assertThat(world.records().customersWith("DEAD")).as("dead").isEmpty();
        assertThat(world.records().all("select customer_address from message where inbound and state <> 'IGNORED' "
                + "group by 1 having count(*) <> 1")).as("handled other than once").isEmpty();
        Map<String, Long> replies = world.smsc.submits().stream().filter(reply -> !reply.text().startsWith("We are working"))
                .collect(Collectors.groupingBy(Submit::to, Collectors.counting()));
        sent.values().stream().flatMap(some -> some.keySet().stream()).forEach(customer -> {
            long number = replies.getOrDefault(customer, 0L);
            assertThat(number).as("replies to %s", customer).isLessThanOrEqualTo(1)
                    .isGreaterThanOrEqualTo(uncertain.contains(customer) ? 0 : 1);
        });
        Map<String, Long> payments = world.backOffice.ledger().effects().stream()
                .collect(Collectors.groupingBy(effect -> effect.address(), Collectors.counting()));
        assertThat(payments.keySet()).as("who paid").isEqualTo(sent.getOrDefault("PAY 100", Map.of()).keySet());
        assertThat(payments.values()).as("how often").containsOnly(1L);
    }
}
