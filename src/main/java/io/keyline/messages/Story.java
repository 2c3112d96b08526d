package io.keyline.messages;

import io.keyline.store.Delay;
import io.keyline.store.StorySql;
import io.keyline.store.StorySql.Going;
import io.keyline.store.StorySql.Note;
import io.keyline.store.StorySql.Part;
import io.keyline.store.StorySql.Taken;
import io.keyline.store.StorySql.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * All that is known of a message.
 *
 * @param asked        the message itself
 * @param messages     it, its answers, and all others of the conversation that it belongs to; in order
 * @param parts        of all of them
 * @param delays       why they left later than they could have
 * @param conversation as it is now; empty if it belongs to none
 * @param steps        that it has taken
 * @param notes        what they changed of consent, what employees did, and that the address is gone
 */
public record Story(Told asked, List<Told> messages, List<Part> parts, List<Delay> delays, Optional<Going> conversation,
        List<Taken> steps, List<Note> notes) {

    /** The story of this message. */
    public static Story of(Handle handle, Told asked) {
        List<Told> messages = StorySql.around(handle, asked);
        List<Note> notes = new ArrayList<>(StorySql.consent(handle, asked.customer(), messages));
        notes.addAll(StorySql.work(handle, asked.customer(), asked.conversation(), messages));
        notes.addAll(StorySql.gone(handle, asked.customerAddress()));
        return new Story(asked, messages, StorySql.parts(handle, messages), StorySql.delays(handle, messages),
                asked.conversation() == 0 ? Optional.empty() : StorySql.conversation(handle, asked.conversation()),
                asked.conversation() == 0 ? List.of() : StorySql.steps(handle, asked.conversation()), notes);
    }

    /** Those of one message. */
    public List<Part> parts(Told message) {
        return parts.stream().filter(part -> part.message() == message.id()).toList();
    }

    public List<Delay> delays(Told message) {
        return delays.stream().filter(delay -> delay.message() == message.id()).toList();
    }

    /** Whether its conversation waits for something. */
    public boolean goesOn() {
        return conversation.filter(one -> one.endedAt() == null).isPresent();
    }

    /** The first message that this one belongs with: the same for all of a conversation. */
    public long root() {
        return asked.conversation() != 0 ? asked.conversation() : asked.answers() != 0 ? asked.answers() : asked.id();
    }
}
