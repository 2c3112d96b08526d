package io.keyline.hub;

import io.keyline.store.Ids;

/** What every turn of the hub has at hand. */
record Means(Seal seal, Ids ids, Conversations conversations, Channels channels) {
}
