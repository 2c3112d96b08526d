/** The heart: intake, turn and outbox; what a message, a customer and a session are. */
package io.keyline.hub;
