package io.keyline.channel.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyline.channel.http.HttpAnswer;
import io.keyline.hub.Names;
import io.keyline.store.Conversation;
import io.keyline.store.ConversationSql;
import io.keyline.store.Customer;
import io.keyline.store.PortalEntry;
import io.keyline.store.PortalSql;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** What a customer sees: what was said, what they are asked, what they can do, and what they have agreed to. */
final class Customers {

    private static final int PAGE = 50;

    private final Jdbi jdbi;
    private final Offers offers;

    Customers(Jdbi jdbi, Offers offers) {
        this.jdbi = jdbi;
        this.offers = offers;
    }

    /** Empty for somebody who has an address of ours, and nothing more is known. */
    Optional<Customer> find(Visit visit) {
        return visit.address() == null ? Optional.empty() : jdbi.withHandle(handle -> PortalSql.customer(handle, visit.address()));
    }

    /** The customer's language, else one that the browser asks for. */
    String language(Visit visit) {
        return offers.language(find(visit).map(Customer::language).orElse(null), visit.request().header("accept-language").orElse(null));
    }

    HttpAnswer words(Visit visit) {
        String language = language(visit);
        ObjectNode body = Entries.object().put("language", language);
        ObjectNode words = body.putObject("words");
        offers.words(language).forEach(words::put);
        return Entries.answer(200, body);
    }

    HttpAnswer commands(Visit visit) {
        ObjectNode body = Entries.object();
        body.set("commands", Entries.items(offers.commands(language(visit))));
        return Entries.answer(200, body);
    }

    HttpAnswer history(Visit visit) {
        long before = visit.queryId("before", Long.MAX_VALUE);
        int limit = visit.queryNumber("limit", PAGE);
        List<PortalEntry> latest = find(visit).map(customer -> jdbi.withHandle(handle -> PortalSql.history(handle, customer.id(), before, limit)))
                .orElse(List.of());
        ObjectNode body = Entries.object();
        body.set("messages", Entries.array(latest.reversed(), Entries::of));
        if (latest.size() == limit) {
            body.put("earlier", Names.of(latest.getLast().id()));
        }
        return Entries.answer(200, body);
    }

    HttpAnswer questions(Visit visit) {
        List<Conversation> open = find(visit).map(customer -> jdbi.withHandle(handle -> ConversationSql.asked(handle, customer.id()))).orElse(List.of())
                .stream().filter(conversation -> conversation.state() == Conversation.State.ASKED).toList();
        ObjectNode body = Entries.object();
        body.set("questions", Entries.array(open.stream().flatMap(asked -> offers.question(asked, open.size() > 1)
                .map(question -> Map.entry(asked, question)).stream()).toList(), Customers::question));
        return Entries.answer(200, body);
    }

    private static ObjectNode question(Map.Entry<Conversation, Offers.Question> asked) {
        ObjectNode json = Entries.object().put("id", Names.of(asked.getKey().id())).put("text", asked.getValue().text());
        json.set("menu", Entries.of(asked.getValue().menu()));
        return json;
    }

    HttpAnswer consent(Visit visit) {
        Optional<Customer> customer = find(visit);
        return Entries.answer(200, Entries.object().put("optedOut", customer.map(Customer::optedOut).orElse(false))
                .put("inReview", customer.map(Customer::inReview).orElse(false)));
    }
}
