/** The words of a route file: thin Camel components over the hub. */
package io.keyline.route;
