/** What leaves for a broker after it is committed: events and dead letters, at least once, in order. */
package io.keyline.publish;
