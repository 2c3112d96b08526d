/** Request and reply with the back office: over JMS, Kafka or HTTP, within the limits of each system. */
package io.keyline.backoffice;
