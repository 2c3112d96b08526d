/** People's words: how they are compared, the keywords that start a command, and the message catalogue. Knows nothing of Keyline. */
package io.keyline.language;
