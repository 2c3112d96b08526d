package io.keyline.route;

import io.keyline.dialogue.Menus;
import io.keyline.dialogue.Question;
import io.keyline.hub.Channels;
import io.keyline.hub.ChangedRouteException;
import io.keyline.hub.CrashPoint;
import io.keyline.hub.Seal;
import io.keyline.hub.Stimulus;
import io.keyline.hub.Turn;
import io.keyline.hub.Wait;
import io.keyline.language.Choices;
import io.keyline.language.Expected;
import io.keyline.language.Expected.Choice;
import io.keyline.store.Conversation.State;
import io.keyline.store.Json;
import io.keyline.store.Step;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** One question within a turn: asked, answered, asked again, reminded of, or given up. */
final class AskProducer extends DefaultProducer {

    private final AskEndpoint endpoint;
    private Keyline keyline;
    private Wording wording;

    AskProducer(AskEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        keyline = Keyline.of(endpoint.getCamelContext());
        wording = Wording.of(endpoint.getCamelContext());
    }

    @Override
    public void process(Exchange exchange) {
        Turn turn = TurnExchange.turn(exchange, "ask:" + endpoint.getText());
        Optional<Step> earlier = turn.steps().begin("ask " + endpoint.getText());
        if (earlier.isPresent()) {
            outcome(exchange, turn, TurnExchange.kept(earlier.get(), AskOutcome.class));
        } else if (turn.steps().waitedHere() && turn.conversation().question() != null && turn.stimulus().kind() != Stimulus.Kind.ASK_AGAIN) {
            goOn(exchange, turn, Question.read(turn.conversation().question()));
        } else {
            ask(exchange, turn);
        }
    }

    private void goOn(Exchange exchange, Turn turn, Question question) {
        Stimulus stimulus = turn.stimulus();
        switch (stimulus.kind()) {
            case ANSWER -> answered(exchange, turn, question, stimulus.answer());
            case NOT_UNDERSTOOD -> notUnderstood(exchange, turn, question);
            case REPEAT -> repeat(exchange, turn, question);
            case MORE -> more(exchange, turn, question);
            case REMIND -> remind(exchange, turn, question);
            case NO_ANSWER -> otherwise(exchange, turn, question, AskOutcome.NO_ANSWER, "no answer to " + endpoint.getText());
            case NONE, ASK_AGAIN -> park(exchange, turn, question, deadline(turn));
        }
    }

    private void ask(Exchange exchange, Turn turn) {
        if (!turn.reachesCustomer()) {
            turn.park(State.STOPPED, null, null, null); // nobody waits for an answer to what was never asked
            turn.because(turn.customer().optedOut() ? "the customer opted out" : "a possible opt-out of the customer waits for an employee");
            exchange.setRouteStop(true);
            return;
        }
        Expected expected = expected(exchange, turn);
        Set<Integer> taken = turn.questions().waiting().stream()
                .flatMap(other -> Question.readable(other.question()).stream()).map(Question::number).collect(Collectors.toSet());
        int number = 1;
        while (taken.contains(number)) {
            number++;
        }
        ZoneId zone = keyline.company().zone();
        Instant deadline = within().from(turn.now(), zone);
        List<Long> remindAt = words(endpoint.getRemind()).stream()
                .map(wait -> Wait.parse(wait).from(turn.now(), zone).toEpochMilli()).sorted().toList();
        List<String> more = !Channels.hasMenus(turn.channel()) && expected.choices().size() > endpoint.getPage() && endpoint.getList() != null
                ? words(wording.say("choice.more", turn, Map.of())) : List.of();
        String prompt = prompt(exchange, turn, endpoint.getText(), expected, 0, number);
        turn.say(prompt, Menus.of(expected));
        CrashPoint.ASK_SAID.pass();
        park(exchange, turn, new Question(endpoint.getText(), prompt, bare(exchange, turn, number), expected, more, 0, number, remindAt, 0, 0, endpoint.getQueue(), 0,
                null, null), deadline);
    }

    /** Read when it is asked: a check builds the step, and says with file and line what is wrong with its options. */
    private Wait within() {
        return Wait.parse(endpoint.getWithin());
    }

    private Expected expected(Exchange exchange, Turn turn) {
        if (endpoint.getList() != null) {
            return new Expected(Expected.Kind.CHOICE, Choices.ofList(list(exchange, turn)));
        }
        List<String> names = words(endpoint.getChoices());
        return names.isEmpty() ? Expected.of(endpoint.kind())
                : new Expected(Expected.Kind.CHOICE, Choices.of(names, wording.texts(), wording.language(turn)));
    }

    private List<Map<String, Object>> list(Exchange exchange, Turn turn) {
        if (!(TurnExchange.data(exchange, turn).get(endpoint.getList()) instanceof List<?> list) || list.isEmpty()) {
            throw new IllegalStateException("ask:" + endpoint.getText() + ": there is nothing in the list " + endpoint.getList()
                    + " to choose from");
        }
        List<Map<String, Object>> elements = new ArrayList<>();
        for (Object element : list) {
            Map<String, Object> named = new HashMap<>();
            if (element instanceof Map<?, ?> map) {
                map.forEach((name, value) -> named.put(String.valueOf(name), value));
            }
            elements.add(named);
        }
        return elements;
    }

    private String prompt(Exchange exchange, Turn turn, String key, Expected expected, int from, int number) {
        Map<String, Object> names = TurnExchange.data(exchange, turn);
        List<Choice> choices = expected.choices();
        int size = endpoint.getList() == null ? choices.size() : endpoint.getPage();
        boolean menu = Channels.hasMenus(turn.channel());
        names.put("list", menu ? "" : Choices.shown(choices.subList(from, Math.min(from + size, choices.size())), from + 1));
        names.put("left", menu ? 0 : Math.max(0, choices.size() - from - size));
        names.put("code", number);
        names.put("how", menu || choices.isEmpty() ? "" : how(turn, names, choices));
        return wording.say(key, turn, names).strip();
    }

    /** The question without a word of how to answer: what is asked by SMS may be asked again on the telephone. */
    private String bare(Exchange exchange, Turn turn, int number) {
        Map<String, Object> names = TurnExchange.data(exchange, turn);
        names.putAll(Map.of("list", "", "left", 0, "code", number, "how", ""));
        return wording.say(endpoint.getText(), turn, names, Channels.WEB).strip();
    }

    /** How to answer, for a channel that has nothing but text: which words, or which number of the list. */
    private String how(Turn turn, Map<String, Object> names, List<Choice> choices) {
        if (endpoint.getList() != null) {
            return wording.say("ask.how.list", turn, names);
        }
        return Choices.how(choices, wording.texts(), wording.language(turn));
    }

    /** A text about a question that was asked before, in the language that the customer uses now. */
    private String prompt(Exchange exchange, Turn turn, String key, Question question) {
        return prompt(exchange, turn, key, question.expected(), question.from(), question.number());
    }

    private void park(Exchange exchange, Turn turn, Question question, Instant deadline) {
        Instant due = question.nextReminder(deadline);
        Instant lateUntil = deadline.plus(Question.late(question.expected()));
        turn.questions().asked(lateUntil, question.isSecret());
        turn.park(State.ASKED, question.until(lateUntil).json(), deadline, due.isBefore(deadline) ? due : deadline);
        exchange.setRouteStop(true);
    }

    /** What an employee hands back has no deadline any more: it begins anew. */
    private Instant deadline(Turn turn) {
        Instant set = turn.conversation().deadline();
        return set != null ? set : within().from(turn.now(), keyline.company().zone());
    }

    private void answered(Exchange exchange, Turn turn, Question question, Object value) {
        CrashPoint.ASK_ANSWERED.pass();
        String label = question.expected().choices().stream().filter(choice -> choice.name().equals(value)).map(Choice::label).findFirst()
                .orElse(null);
        AskOutcome outcome = question.isSecret() ? AskOutcome.sealed(keyline.hub().seal().seal(value.toString()))
                : AskOutcome.answered(value, label);
        String json = Json.write(outcome);
        turn.steps().result(json);
        outcome(exchange, turn, Json.read(json, AskOutcome.class)); // as it will be read again
    }

    /** The question is behind us: the answer is the body, and is remembered. */
    private void outcome(Exchange exchange, Turn turn, AskOutcome outcome) {
        Object value = outcome.sealed() == null ? outcome.value() : opened(outcome.sealed());
        if (outcome.sealed() != null) {
            turn.memory().knowsSecret(endpoint.getAs());
        }
        exchange.getMessage().setBody(value);
        if (endpoint.getAs() != null && value != null) {
            TurnExchange.remember(exchange, turn, outcome.label() == null ? Map.of(endpoint.getAs(), value)
                    : Map.of(endpoint.getAs(), value, endpoint.getAs() + "Label", outcome.label()));
        }
        exchange.setVariable("outcome", outcome.outcome());
        if (outcome.ends()) {
            exchange.setRouteStop(true);
        }
    }

    private String opened(String sealed) {
        String secret = keyline.hub().seal().open(sealed);
        if (Seal.isSealed(secret)) {
            throw new ChangedRouteException("the answer to " + endpoint.getText() + " was sealed with another key");
        }
        return secret;
    }

    private void notUnderstood(Exchange exchange, Turn turn, Question question) {
        Question tried = question.triedAgain();
        if (tried.tries() >= endpoint.getTries()) {
            String words = question.isSecret() || turn.isSealed() ? "" : ": " + turn.stimulus().words();
            otherwise(exchange, turn, question, AskOutcome.NOT_UNDERSTOOD, "not understood at " + endpoint.getText() + words);
            return;
        }
        String again = endpoint.getText() + ".again";
        turn.say(wording.has(again) ? prompt(exchange, turn, again, question)
                : wording.say("ask.again", turn, Map.of("question", prompt(exchange, turn, endpoint.getText(), question))),
                Menus.of(question.expected()));
        park(exchange, turn, tried, deadline(turn));
    }

    /** The next page of a long list; after the last one the first again. */
    private void more(Exchange exchange, Turn turn, Question question) {
        int next = question.from() + endpoint.getPage();
        int from = next < question.expected().choices().size() ? next : 0;
        String page = prompt(exchange, turn, endpoint.getText(), question.expected(), from, question.number());
        turn.say(page, Menus.of(question.expected()));
        park(exchange, turn, question.showing(from, page), deadline(turn));
    }

    /** The customer is here again: a session was dropped, or they call to answer what was asked by SMS. */
    private void repeat(Exchange exchange, Turn turn, Question question) {
        turn.say(prompt(exchange, turn, endpoint.getText(), question), Menus.of(question.expected()));
        park(exchange, turn, question, deadline(turn));
    }

    private void remind(Exchange exchange, Turn turn, Question question) {
        String key = endpoint.getText() + ".remind";
        turn.say(prompt(exchange, turn, wording.has(key) ? key : endpoint.getText(), question), Menus.of(question.expected()));
        park(exchange, turn, question.reminded(turn.now()), deadline(turn));
    }

    private void otherwise(Exchange exchange, Turn turn, Question question, String outcome, String why) {
        switch (endpoint.getOtherwise()) {
            case "continue" -> {
                turn.steps().result(Json.write(AskOutcome.without(outcome)));
                outcome(exchange, turn, AskOutcome.without(outcome));
            }
            case "worklist" -> {
                turn.park(State.HANDED, question.json(), null, null);
                turn.because(why);
                turn.handOver(endpoint.getQueue(), why);
                if (outcome.equals(AskOutcome.NOT_UNDERSTOOD)) {
                    turn.say(wording.say("dialogue.handed-over", turn, Map.of()));
                }
                exchange.setRouteStop(true);
            }
            default -> {
                turn.steps().result(Json.write(AskOutcome.last(outcome)));
                turn.say(wording.say(endpoint.getOtherwise(), turn, TurnExchange.data(exchange, turn)));
                turn.because(why);
                turn.keepQuestion(question.json());
                exchange.setRouteStop(true);
            }
        }
    }

    private static List<String> words(String list) {
        return list.isBlank() ? List.of() : Arrays.stream(list.split(",")).map(String::strip).filter(word -> !word.isEmpty()).toList();
    }
}
