package io.keyline.deploy.rehearsal;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One conversation, or several, written down as they must go.
 *
 * @param file  as the operator would name it
 * @param line  where it begins, from 1
 * @param title unique in its file
 * @param start the virtual time at which it begins, in the company's zone
 */
public record Rehearsal(String file, int line, String title, LocalDateTime start, List<Line> lines) {

    /** The customer of lines that name none. */
    static final String SOMEBODY = "customer";

    /** Those who take part, in the order in which they are named. */
    List<String> customers() {
        return lines.stream().map(Line::step).filter(Step.OfCustomer.class::isInstance).map(step -> ((Step.OfCustomer) step).customer())
                .distinct().toList();
    }

    /**
     * Whether a customer says, or an event begins, something of these.
     *
     * @param texts     what customers say
     * @param dialogues by their names
     */
    public boolean tries(Predicate<String> texts, Set<String> dialogues) {
        return lines.stream().map(Line::step).anyMatch(step -> switch (step) {
            case Step.Says says -> texts.test(says.text());
            case Step.Event event -> dialogues.contains(event.dialogue());
            default -> false;
        });
    }

    /** How a message speaks of a customer. */
    static String called(String customer) {
        return customer.equals(SOMEBODY) ? "the customer" : customer;
    }

    /** What stands before {@code >} and {@code <} for this customer. */
    static String prefix(String customer) {
        return customer.equals(SOMEBODY) ? "" : customer;
    }

    /**
     * One line of it, with those that continue it.
     *
     * @param number from 1
     * @param text   as it was written
     */
    record Line(int number, String text, Step step) {
    }
}
