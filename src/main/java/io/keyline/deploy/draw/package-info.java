/** Draws a route as a flowchart. */
package io.keyline.deploy.draw;
