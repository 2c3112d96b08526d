package io.keyline.deploy.rehearsal;

import io.keyline.store.Conversation;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;

/**
 * What one rehearsal is played on: a throw-away hub on virtual time, on which no other rehearsal has left anything.
 *
 * <p>Each method that makes something happen returns when the hub has come to rest: no turn runs, and none waits for the patience
 * of a call, to the end of which virtual time moves by itself. Calls to the back office go to the {@link BackOffice} that the stage
 * was opened with; the stage brings late answers when their time comes, in order with all else that is due.
 *
 * <p>Customers are names; the stage gives each an address of their own, which fits the channel, when it first hears of
 * them, by whichever method. An unchecked exception ends the rehearsal, and its message is shown.
 */
public interface Stage extends AutoCloseable {

    /** Virtual time, in the company's zone. */
    ZonedDateTime now();

    /** Moves virtual time on; what is due on the way happens in order, at its own time. */
    void passTo(ZonedDateTime time);

    /** Sets the customer's language, a BCP 47 tag such as {@code da}. */
    void speaks(String customer, String language);

    /** The customer writes. */
    void says(String customer, String channel, String text);

    /**
     * An event starts a dialogue for the customer.
     *
     * @param key  null for none
     * @param data numbers are {@link java.math.BigDecimal}
     */
    void starts(String customer, String channel, String dialogue, String key, Map<String, Object> data);

    /** Takes the next text that the customer got and that was not taken yet. */
    Optional<String> next(String customer);

    /** Takes the next work item about the customer that was not taken yet. */
    Optional<Item> nextItem(String customer);

    /** An employee claims the item, if nobody has, and answers the customer. */
    void answers(Item item, String text);

    /** An employee claims the item, if nobody has, and hands it back with the answer in the customer's stead. */
    void handsBack(Item item, String text);

    /** An employee claims the item, if nobody has, and closes it. */
    void closes(Item item);

    /** The state of the conversation of the customer that began last. */
    Optional<Conversation.State> conversation(String customer);

    @Override
    void close();

    /** A work item. */
    record Item(long id, String queue, String reason) {
    }
}
