// Compiled by SuspendFunctionsIT.
package app

import dev.larder.*
import kotlinx.coroutines.*
import kotlinx.coroutines.reactor.ReactorContext
import org.springframework.transaction.TransactionDefinition
import org.springframework.transaction.reactive.*
import reactor.core.publisher.Mono
import reactor.util.context.Context

class NoDatabase : AbstractReactiveTransactionManager() {
    override fun doGetTransaction(manager: TransactionSynchronizationManager): Any = this

    override fun doBegin(manager: TransactionSynchronizationManager, own: Any, definition: TransactionDefinition): Mono<Void> =
        Mono.empty()

    override fun doCommit(manager: TransactionSynchronizationManager, status: GenericReactiveTransaction): Mono<Void> =
        Mono.fromRunnable { println("commit") }

    override fun doRollback(manager: TransactionSynchronizationManager, status: GenericReactiveTransaction): Mono<Void> =
        Mono.empty()
}

object InTransaction {
    @JvmStatic
    fun main(args: Array<String>) {
        dev.larder.agent.apps.Awaiting.until { Larder.mode() == Mode.MEMORY }
        val shop = Shop()
        shop.mayWrite.complete(Unit)
        runBlocking {
            println("before " + shop.row())
            TransactionalOperator.create(NoDatabase()).executeAndAwait {
                shop.stored = "own"
                println("inside " + shop.row())
                shop.write("written")
                shop.stored = "old still"
                println("beside " + withContext(ReactorContext(Context.empty())) { shop.row() })
            }
            shop.stored = "new"
            println("after " + shop.row())
        }
    }
}
