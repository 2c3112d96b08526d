/** E-mail: mailboxes by IMAP, answers by SMTP, and everything about what people, programs and attackers write into mails. */
package io.keyline.channel.email;
