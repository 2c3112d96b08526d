/** The door for HTTP from outside: what providers, telephones and browsers ask is read here, before any channel understands it. */
package io.keyline.channel.http;
