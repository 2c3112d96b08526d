/** SMS over SMPP 3.4: the sessions with SMSCs, and everything about alphabets, parts and receipts. */
package io.keyline.channel.sms;
