package io.keyline.channel.email;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.UIDFolder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;

/**
 * A mailbox that is open by IMAP (RFC 9051). What is in its folder waits; what was handled is moved away, so that a folder is never walked
 * twice, and no flag that a person sets decides what is read.
 */
final class Mailbox implements AutoCloseable {

    /** A mail that waits. @param size in bytes, as the server says */
    record Waiting(long uid, long size, IMAPMessage message) {
    }

    private final IMAPStore store;
    private final IMAPFolder folder;

    private Mailbox(IMAPStore store, IMAPFolder folder) {
        this.store = store;
        this.folder = folder;
    }

    /** Connects, and makes the folders that are needed. @param others the folders that mails are moved to */
    static Mailbox open(MailAccount account, String name, List<String> others) throws MessagingException, IOException {
        IMAPStore store = (IMAPStore) account.session("imap").getStore("imap");
        try {
            store.connect(account.host(), account.port(), account.user(), account.credentials().secret());
            for (String other : others) {
                make(store.getFolder(other));
            }
            IMAPFolder folder = (IMAPFolder) store.getFolder(name);
            folder.open(Folder.READ_WRITE);
            return new Mailbox(store, folder);
        } catch (AuthenticationFailedException e) {
            account.credentials().refused();
            store.close();
            throw e;
        } catch (MessagingException | IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static void make(Folder folder) throws MessagingException {
        if (!folder.exists() && !folder.create(Folder.HOLDS_MESSAGES)) {
            throw new MessagingException("the folder " + folder.getFullName() + " cannot be made");
        }
    }

    boolean isOpen() {
        return folder.isOpen() && store.isConnected();
    }

    /** With the UID of a mail this names it for ever (RFC 9051, section 2.3.1.1). */
    long uidValidity() throws MessagingException {
        return folder.getUIDValidity();
    }

    /**
     * The oldest mails, so many at most. The folder is opened anew: while it is open, Jakarta Mail counts what was moved away, and misses what
     * comes at that moment.
     */
    List<Waiting> waiting(int most) throws MessagingException {
        folder.close(false);
        folder.open(Folder.READ_WRITE);
        int count = folder.getMessageCount();
        if (count == 0) {
            return List.of();
        }
        Message[] messages = folder.getMessages(1, Math.min(most, count));
        FetchProfile profile = new FetchProfile();
        profile.add(UIDFolder.FetchProfileItem.UID);
        profile.add(FetchProfile.Item.SIZE);
        profile.add(FetchProfile.Item.FLAGS);
        folder.fetch(messages, profile);
        List<Waiting> waiting = new ArrayList<>();
        for (Message message : messages) {
            if (!message.isExpunged() && !message.isSet(Flags.Flag.DELETED)) {
                waiting.add(new Waiting(folder.getUID(message), message.getSize(), (IMAPMessage) message));
            }
        }
        return waiting;
    }

    /** The mail as it is, or the first bytes of it; nothing is flagged by that. */
    byte[] bytes(Waiting mail, int most) throws MessagingException, IOException {
        try (InputStream in = mail.message.getMimeStream()) {
            return in.readNBytes(most);
        }
    }

    /** Moves a mail into another folder: at once where the server can (RFC 6851), else by a copy. */
    void move(Waiting mail, String other) throws MessagingException {
        Folder target = store.getFolder(other);
        Message[] one = {mail.message};
        if (store.hasCapability("MOVE")) {
            folder.moveMessages(one, target);
            return;
        }
        folder.copyMessages(one, target);
        folder.setFlags(one, new Flags(Flags.Flag.DELETED), true);
        if (store.hasCapability("UIDPLUS")) {
            folder.expunge(one); // without it, what others have marked would go too: then it stays, marked
        }
    }

    @Override
    public void close() throws MessagingException {
        try {
            if (folder.isOpen()) {
                folder.close(false);
            }
        } finally {
            store.close();
        }
    }
}
