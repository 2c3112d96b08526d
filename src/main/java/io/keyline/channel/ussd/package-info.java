/** USSD over HTTP: an operator's gateway asks for each screen, and the customer waits for it. */
package io.keyline.channel.ussd;
