/** The work list: what an employee has to settle, with the whole history of the customer. */
package io.keyline.worklist;
