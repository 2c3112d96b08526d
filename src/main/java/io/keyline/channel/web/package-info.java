/** The web channel: a portal where customers sign in, write, answer and see what was said on all channels; its API and its page. */
package io.keyline.channel.web;
