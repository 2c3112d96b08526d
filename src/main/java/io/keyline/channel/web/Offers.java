package io.keyline.channel.web;

import io.keyline.store.Conversation;
import io.keyline.store.Menu;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The border to those who know commands, questions, texts and addresses. */
public interface Offers {

    /** A question as its customer can answer it here. */
    record Question(String text, Menu menu) {
    }

    /** The address as channels write it: E.164, or an e-mail address; empty if it is neither. */
    Optional<String> address(String written);

    /** The commands that may be used at the portal, by what is said for them. */
    List<Menu.Item> commands(String language);

    /** The open question of a conversation. @param others whether the customer has other questions that are open */
    Optional<Question> question(Conversation asked, boolean others);

    /** The words of the page, by their names. */
    Map<String, String> words(String language);

    /**
     * The language to speak, BCP 47.
     *
     * @param learned  of the customer, or null
     * @param accepted what the browser asks for (RFC 9110, section 12.5.4), or null
     */
    String language(String learned, String accepted);
}
