/** Questions that wait for a person: what they accept, whose answer a message is, reminders and deadlines. */
package io.keyline.dialogue;
