/**
 * Tells whether the calling thread is in a transaction, and how that transaction ends.
 *
 * <p>Entry point: {@link dev.larder.agent.core.tx.Transactions}, one per class loader of the application. Spring and JTA
 * are found there by name and used by reflection; where they are absent nothing is loaded. Callbacks run on whichever
 * thread ends the transaction, and nothing they do can fail it.
 */
@NullMarked
package dev.larder.agent.core.tx;

import org.jspecify.annotations.NullMarked;
