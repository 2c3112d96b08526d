package io.keyline.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a customer can switch on and off; the network takes a while to do it. */
final class Services {

    private record Offer(String id, String name, String price) {
    }

    private static final List<Offer> OFFERS = List.of(new Offer("voicemail", "Voicemail", "1.00"),
            new Offer("caller-id", "Caller ID", "0.50"), new Offer("call-waiting", "Call waiting", "0.50"),
            new Offer("roaming-eu", "Roaming EU", "3.00"), new Offer("roaming-world", "Roaming World", "9.00"),
            new Offer("data-5", "Data 5 GB", "5.00"), new Offer("data-20", "Data 20 GB", "12.00"),
            new Offer("music", "Music", "4.50"), new Offer("tv-sport", "TV Sport", "7.50"), new Offer("tv-film", "TV Film", "6.50"),
            new Offer("cloud-50", "Cloud 50 GB", "2.50"), new Offer("antivirus", "Antivirus", "1.50"));
    private static final Set<String> AT_FIRST = Set.of("voicemail", "caller-id");

    private final Map<String, Set<String>> active = new HashMap<>();
    private volatile Duration work;

    /** @param work how long it takes to switch one */
    Services(Duration work) {
        this.work = work;
    }

    void switchingTakes(Duration longer) {
        work = longer;
    }

    /** Those whose name contains the customer's words, or all. */
    Answer find(Call call) {
        String words = call.text("search").orElse("").toLowerCase(Locale.ROOT);
        List<Map<String, Object>> found = OFFERS.stream().filter(offer -> offer.name.toLowerCase(Locale.ROOT).contains(words))
                .map(offer -> Map.<String, Object>of("id", offer.id, "name", offer.name, "active", isActive(call, offer))).toList();
        return found.isEmpty() ? Answer.refused("no-such-service") : Answer.ok(Map.of("services", found));
    }

    Answer show(Call call) {
        return chosen(call).map(offer -> Answer.ok(Map.of("service", offer.id, "active", isActive(call, offer), "price",
                Money.of(new BigDecimal(offer.price))))).orElse(Answer.refused("no-such-service"));
    }

    Answer activate(Call call) {
        return change(call, true);
    }

    Answer deactivate(Call call) {
        return change(call, false);
    }

    private Answer change(Call call, boolean on) {
        return chosen(call).map(offer -> {
            Set<String> mine = active(call);
            boolean changed = on ? mine.add(offer.id) : mine.remove(offer.id);
            return changed ? Answer.ok(Map.of("service", offer.id, "active", on)).after(work)
                    : Answer.refused("switched-already", Map.of("service", offer.id));
        }).orElse(Answer.refused("no-such-service"));
    }

    private static Optional<Offer> chosen(Call call) {
        return call.text("service").flatMap(id -> OFFERS.stream().filter(offer -> offer.id.equals(id)).findFirst());
    }

    private boolean isActive(Call call, Offer offer) {
        return active(call).contains(offer.id);
    }

    private Set<String> active(Call call) {
        return active.computeIfAbsent(call.address(), address -> new HashSet<>(AT_FIRST));
    }
}
