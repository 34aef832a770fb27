// Compiled by SuspendFunctionsIT.
package app

import dev.larder.*
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.*

open class Stock(private val scope: CoroutineScope) {
    val runs = AtomicInteger()
    val gate = CompletableDeferred<Unit>()

    @Cached(key = "stock:{id}", ttl = 600)
    fun item(id: Int): Deferred<User> = scope.async {
        runs.incrementAndGet()
        delay(10)
        User("item" + id, id)
    }

    @Cached(key = "lazy:{id}", ttl = 600)
    fun lazy(id: Int): Deferred<List<User>> = scope.async(start = CoroutineStart.LAZY) {
        runs.incrementAndGet()
        listOf(User("lazy" + id, id))
    }

    @Cached(key = "complete:{id}", ttl = 600)
    open fun complete(id: Int): Deferred<Int?> {
        runs.incrementAndGet()
        return CompletableDeferred(if (id == 0) null else id + 1)
    }

    @Cached(key = "broken", ttl = 600)
    fun broken(): Deferred<User> {
        runs.incrementAndGet()
        return CompletableDeferred<User>().also { it.completeExceptionally(IllegalStateException("broken")) }
    }

    @Cached(key = "cancelled", ttl = 600)
    fun cancelled(): Deferred<User> {
        runs.incrementAndGet()
        return CompletableDeferred<User>().also { it.cancel(CancellationException("cancelled")) }
    }

    @Cached(key = "gated", ttl = 600)
    fun gated(): Deferred<String> = scope.async {
        runs.incrementAndGet()
        gate.await()
        "gated"
    }

    @Cached(key = "stock:{ids[]}", ttl = 600)
    fun items(ids: List<Int>): Deferred<Map<Int, User>> = scope.async {
        runs.incrementAndGet()
        ids.associateWith { User("items" + it, it) }
    }

    @Cached(key = "unit", ttl = 600)
    fun unit(): Deferred<Unit> = CompletableDeferred(Unit)

    @CacheEvict(key = ["stock:{id}"])
    fun drop(id: Int): Deferred<Boolean> = scope.async { delay(10); true }

    @CachePut(key = "stock:{id}", ttl = 600)
    fun rename(id: Int, name: String): Deferred<User> = scope.async { delay(10); User(name, id) }

    @CacheEvict(key = ["stock:{id}"])
    fun dropSlowly(id: Int, begun: CompletableDeferred<Unit>, stopped: AtomicInteger): Deferred<Unit> = scope.async {
        try { begun.complete(Unit); awaitCancellation() } finally { stopped.incrementAndGet() }
    }
}

object DeferredApp {
    private suspend fun values(stock: Stock) {
        repeat(2) {
            println("= " + stock.item(1).await() + " " + stock.lazy(1).await() + " " + stock.complete(1).await()
                + " " + stock.complete(0).await() + " " + ended { stock.broken().await() } + " "
                + ended { stock.cancelled().await() } + " " + stock.unit().await())
        }
        println("= " + (1..3).map { stock.item(it) }.awaitAll() + stock.lazy(2).also { it.join() }.getCompleted())
    }

    private suspend fun counted(stock: Stock, calls: suspend () -> Unit): Int {
        val before = stock.runs.get()
        calls()
        return stock.runs.get() - before
    }

    private suspend fun counts(stock: Stock) {
        println("hits run " + counted(stock) {
            stock.item(1).await(); stock.lazy(1).await(); stock.complete(1).await(); stock.complete(0).await()
        })
        println("not stored run " + counted(stock) {
            repeat(2) { ended { stock.broken().await() }; ended { stock.cancelled().await() } }
        })
        stock.item(1).await().name = "changed"
        println("copy " + stock.item(1).await())
        stock.drop(1).await()
        println("dropped run " + counted(stock) { stock.item(1).await() })
        println("put " + stock.rename(1, "other").await() + " " + stock.item(1).await())
        println("one load for " + counted(stock) { (1..50).map { stock.item(20) }.awaitAll() })
        // One caller cancels what it got; who waits for the same load gets the value all the same.
        val left = stock.gated()
        val waiting = stock.gated()
        left.cancel()
        stock.gate.complete(Unit)
        println("left " + left.isCancelled + " " + waiting.await() + " " + stock.gated().await())
        // The work of a method that is not cached ends with its caller's interest.
        val stopped = AtomicInteger()
        val begun = CompletableDeferred<Unit>()
        stock.dropSlowly(1, begun, stopped).let { begun.await(); it.cancelAndJoin() }
        dev.larder.agent.apps.Awaiting.until { stopped.get() == 1 }
        // Nobody waits for the eviction of a call that was given up.
        val before = stock.runs.get()
        dev.larder.agent.apps.Awaiting.until { runBlocking { stock.item(1).await() }; stock.runs.get() > before }
        println("stopped, then run")
        println("many run " + counted(stock) { stock.items(listOf(1, 30)).await(); stock.item(30).await() } + " "
            + stock.items(listOf(30, 20)).await())
    }

    @JvmStatic
    fun main(args: Array<String>) {
        if (args[0] != "plain") {
            val expected = if (args[0] == "memory") Mode.MEMORY else Mode.REDIS
            dev.larder.agent.apps.Awaiting.until { Larder.mode() == expected }
        }
        runBlocking {
            val stock = Stock(CoroutineScope(SupervisorJob() + Dispatchers.Default))
            values(stock)
            if (args[0] != "plain") {
                counts(stock)
            }
        }
        System.exit(0)
    }
}
