/** The message log: looking for messages, the story of one, and what they cost whom. */
package io.keyline.messages;
