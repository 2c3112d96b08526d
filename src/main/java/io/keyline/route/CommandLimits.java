package io.keyline.route;

import io.keyline.hub.Limit;
import io.keyline.hub.Limit.Verdict;
import io.keyline.hub.Turn;
import java.util.Map;

/** How often a command may be used: by each customer, and by all together. Who comes too often is told once, and then not heard. */
final class CommandLimits {

    private final String keyword;
    private final Limit ofCustomer;
    private final Limit ofAll;
    /** Whom we have told that too many others are there. */
    private final Limit toldOfAll;

    /** @throws IllegalArgumentException one of the limits is not written as such */
    CommandLimits(CommandEndpoint command) {
        keyword = command.getKeyword();
        ofCustomer = Limit.parse(command.getLimit());
        ofAll = Limit.parse(command.getLimitOfAll());
        toldOfAll = ofAll.times(1);
    }

    /** Whether the command may be used once more; if not, the turn says so, or nothing. */
    boolean allow(Turn turn, Wording wording) {
        String customer = turn.customerAddress();
        Verdict own = ofCustomer.take(customer, turn.now());
        if (own != Verdict.ALLOWED) {
            refuse(turn, own == Verdict.TOLD, "limit.customer", ofCustomer, wording);
            return false;
        }
        if (ofAll.take("", turn.now()) != Verdict.ALLOWED) {
            refuse(turn, toldOfAll.take(customer, turn.now()) == Verdict.ALLOWED, "limit.all", ofAll, wording);
            return false;
        }
        return true;
    }

    private void refuse(Turn turn, boolean tell, String text, Limit limit, Wording wording) {
        turn.limited(keyword);
        if (tell) {
            turn.say(wording.say(text, turn, Map.of("keyword", keyword, "minutes", limit.minutes())));
        } else {
            turn.ignore("the limit of " + keyword + " is reached, and the customer was told");
        }
    }
}
