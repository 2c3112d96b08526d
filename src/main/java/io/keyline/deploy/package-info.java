/** Route files: checked as a whole before any of them runs. */
package io.keyline.deploy;
