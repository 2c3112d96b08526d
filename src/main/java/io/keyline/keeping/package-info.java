/** What is kept and for how long: data that go by their age, and customers who are erased. */
package io.keyline.keeping;
