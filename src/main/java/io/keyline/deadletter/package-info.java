/** What could not be handled: to be read, mended, replayed or dropped by an operator. */
package io.keyline.deadletter;
