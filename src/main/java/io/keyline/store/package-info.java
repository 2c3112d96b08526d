/** PostgreSQL: the SQL, the group commit, and the records of what is stored. */
package io.keyline.store;
