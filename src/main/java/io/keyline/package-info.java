/** Keyline, a self-service contact hub on Apache Camel: the command line and the assembly of the parts. */
package io.keyline;
