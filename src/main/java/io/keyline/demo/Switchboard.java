package io.keyline.demo;

import com.cloudhopper.smpp.SmppConstants;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Who may bind, who is bound, and what waits for them. Changed on the SMSC's own thread only. */
final class Switchboard {

    private final Map<String, Account> accounts = new ConcurrentHashMap<>(Map.of(Account.HANDSET.systemId(), Account.HANDSET));
    private final Map<String, Line> shortCodes = new ConcurrentHashMap<>();
    private final Map<String, Line> receipts = new ConcurrentHashMap<>();
    private final List<Bind> binds = new CopyOnWriteArrayList<>();

    void add(Account account) {
        accounts.put(account.systemId(), account);
        shortCodes.computeIfAbsent(account.shortCode(), code -> new Line());
        receipts.computeIfAbsent(account.systemId(), id -> new Line());
    }

    void add(Bind bind) {
        binds.add(bind);
    }

    void end(Bind bind) {
        if (binds.remove(bind)) {
            putBack(bind.end());
        }
    }

    void endAll() {
        List.copyOf(binds).forEach(this::end);
    }

    /** The status for a bind with these credentials. */
    int admits(String systemId, String password) {
        Account account = accounts.get(String.valueOf(systemId));
        if (account == null) {
            return SmppConstants.STATUS_INVSYSID;
        }
        return account.password().equals(password) ? SmppConstants.STATUS_OK : SmppConstants.STATUS_INVPASWD;
    }

    boolean isHandset(Bind bind) {
        return accounts.get(bind.systemId()).isHandset();
    }

    /** What waits for this short code; null when nobody owns it. */
    Line shortCode(String number) {
        return shortCodes.get(number);
    }

    Line receipts(String systemId) {
        return receipts.get(systemId);
    }

    List<Bind> esmes() {
        return binds(account -> !account.isHandset());
    }

    List<Bind> handsets(String number) {
        return binds(Account::isHandset).stream().filter(bind -> bind.receives() && bind.number().equals(number)).toList();
    }

    /** Sends whatever can be sent now. */
    void pump() {
        shortCodes.forEach((code, line) -> pump(line, account -> code.equals(account.shortCode())));
        receipts.forEach((systemId, line) -> pump(line, account -> account.systemId().equals(systemId)));
    }

    void putBack(List<Delivery> latestFirst) {
        latestFirst.stream().filter(delivery -> delivery.line() != null).forEach(delivery -> delivery.line().putBack(delivery));
        pump();
    }

    void takeBackOverdue() {
        binds.forEach(bind -> putBack(bind.overdue()));
    }

    private void pump(Line line, Predicate<Account> owner) {
        if (line.size() > 0) {
            line.pump(binds(owner).stream().filter(Bind::receives).toList());
        }
    }

    private List<Bind> binds(Predicate<Account> owner) {
        return binds.stream().filter(bind -> bind.type() != Bind.Type.NONE && owner.test(accounts.get(bind.systemId()))).toList();
    }
}
