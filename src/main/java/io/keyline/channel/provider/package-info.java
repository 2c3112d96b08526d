/** Text messages over HTTP: a provider is described by the options of its route, not by code. */
package io.keyline.channel.provider;
