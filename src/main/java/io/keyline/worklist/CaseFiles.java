package io.keyline.worklist;

import io.keyline.store.CaseSql;
import io.keyline.store.Conversation;
import io.keyline.store.ConversationSql;
import io.keyline.store.Customer;
import io.keyline.store.HistoryEntry;
import io.keyline.store.RecoverySql;
import io.keyline.store.Step;
import io.keyline.store.Work;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Puts a case file together, without what was sealed. */
final class CaseFiles {

    /** Lines of history at once. */
    static final int PAGE = 200;

    private CaseFiles() {
    }

    static CaseFile read(Handle handle, Work work, long before) {
        Conversation conversation = ConversationSql.find(handle, work.conversationId()).map(CaseFiles::shown).orElse(null);
        List<Step> steps = conversation == null ? List.of()
                : ConversationSql.journal(handle, conversation.id()).stream().map(CaseFiles::shown).toList();
        Customer customer = RecoverySql.customer(handle, work.customerId());
        List<HistoryEntry> latest = CaseSql.history(handle, customer.id(), before, PAGE);
        long earlier = latest.size() < PAGE ? 0 : latest.getLast().id();
        return new CaseFile(work, customer, CaseSql.addresses(handle, customer.id()),
                conversation, steps, latest.reversed().stream().map(CaseFiles::shown).toList(), earlier);
    }

    private static Conversation shown(Conversation all) {
        return all.withQuestion(Sealed.hidden(all.question()));
    }

    private static Step shown(Step step) {
        return new Step(step.number(), step.kind(), Sealed.hidden(step.result()));
    }

    private static HistoryEntry shown(HistoryEntry entry) {
        return new HistoryEntry(entry.id(), entry.at(), entry.kind(), entry.channel(), entry.address(), Sealed.hidden(entry.text()),
                entry.state(), entry.detail(), entry.by(), entry.itemId());
    }
}
