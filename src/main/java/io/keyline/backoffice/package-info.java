/** Request and reply with the back office over JMS. */
package io.keyline.backoffice;
