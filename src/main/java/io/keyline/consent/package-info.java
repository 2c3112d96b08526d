/** Who may be written to: opt-out, opt-in, and the words by which customers say so. */
package io.keyline.consent;
