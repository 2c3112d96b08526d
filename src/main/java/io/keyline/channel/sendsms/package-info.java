/** Kannel's sendsms: what talks to Kannel today can talk to this hub tomorrow. */
package io.keyline.channel.sendsms;
