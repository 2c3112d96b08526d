/** Simulators of the outside: an SMSC, a telephone and a back office. They know SMPP and JMS, and nothing of the hub. */
package io.keyline.demo;
