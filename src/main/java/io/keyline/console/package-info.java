/** Pages and API for employees and operators. */
package io.keyline.console;
