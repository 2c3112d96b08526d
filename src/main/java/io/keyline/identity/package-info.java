/** Who a customer is, and how they prove it. */
package io.keyline.identity;
