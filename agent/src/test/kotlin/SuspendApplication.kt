// Compiled by SuspendFunctionsIT.
package app

import dev.larder.*
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger
import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.coroutineContext
import kotlinx.coroutines.*

class Tenant(val name: String) : AbstractCoroutineContextElement(Tenant) {
    companion object Key : CoroutineContext.Key<Tenant>
}

data class User(var name: String, val id: Int)

@JvmInline
value class Name(val text: String)

val ALL_RUNS = AtomicInteger()

fun ran() {
    ALL_RUNS.incrementAndGet()
}

class Shop {
    val runs = ALL_RUNS
    val threads = ConcurrentHashMap.newKeySet<String>()

    @Cached(key = "user:{id}", ttl = 600)
    suspend fun user(id: Int): User {
        runs.incrementAndGet()
        threads.add(Thread.currentThread().name.substringBefore(' '))
        delay(10)
        val tenant = coroutineContext[Tenant]?.name ?: ""
        delay(10)
        threads.add(Thread.currentThread().name.substringBefore(' '))
        return User(tenant + "user" + id, id)
    }

    @Cached(ttl = 600)
    suspend fun byDefaultKey(first: String, second: Long): String {
        ran()
        delay(5)
        return first + second
    }

    @Cached(key = "atOnce:{id}", ttl = 600)
    suspend fun atOnce(id: Int): Int {
        runs.incrementAndGet()
        return id + 1
    }

    @Cached(key = "nobody", ttl = 600)
    suspend fun nobody(): User? {
        runs.incrementAndGet()
        yield()
        return null
    }

    @Cached(key = "failing", ttl = 600)
    suspend fun failing(): User {
        runs.incrementAndGet()
        delay(5)
        throw IllegalStateException("no user")
    }

    @Cached(key = "sum:{n}", ttl = 600)
    suspend fun sum(n: Int): Int {
        runs.incrementAndGet()
        if (n == 0) return 0
        delay(1)
        return n + sum(n - 1)
    }

    @Cached(key = "when:{id}", ttl = 600, `when` = "isEven", unless = "isBig")
    suspend fun conditional(id: Int): Int {
        runs.incrementAndGet()
        delay(1)
        return id
    }
    fun isEven(id: Int) = id % 2 == 0
    fun isBig(id: Int) = id > 100

    @Cached(key = "nothing", ttl = 600)
    suspend fun nothing() {
        runs.incrementAndGet()
        delay(1)
    }

    val started = CompletableDeferred<Unit>()
    val gate = CompletableDeferred<Unit>()

    @Cached(key = "gated:{id}", ttl = 600)
    suspend fun gated(id: Int): String {
        started.complete(Unit)
        gate.await()
        return "gated" + id
    }

    @Volatile var stored = "old"
    val writing = CompletableDeferred<Unit>()
    val mayWrite = CompletableDeferred<Unit>()

    @Cached(key = "row", ttl = 600)
    suspend fun row(): String {
        delay(1)
        return stored
    }

    @CacheEvict(key = ["row"])
    suspend fun write(text: String) {
        withContext(NonCancellable) {
            writing.complete(Unit)
            mayWrite.await()
            stored = text
        }
    }

    @Cached(key = "name:{id}", ttl = 600)
    suspend fun name(id: Int): Name {
        delay(1)
        return Name("name" + id)
    }

    @CacheEvict(key = ["name:{id}"])
    suspend fun result(id: Int): Result<Int> {
        delay(1)
        return Result.success(id)
    }

    @CacheEvict(key = ["user:{id}"])
    suspend fun drop(id: Int) {
        delay(10)
    }

    @CachePut(key = "user:{id}", ttl = 600)
    suspend fun rename(id: Int, name: String): User {
        delay(10)
        return User(name, id)
    }
}

suspend fun <T> ended(call: suspend () -> T): String =
    try { call().toString() } catch (e: Exception) { e.javaClass.simpleName + " " + e.message }

suspend fun values(shop: Shop) {
    repeat(2) {
        println("= " + ended { shop.user(1) } + " " + ended { shop.nobody() } + " " + ended { shop.failing() }
            + " " + ended { shop.atOnce(1) } + " " + ended { shop.byDefaultKey("a", 7L) } + " " + ended { shop.nothing() })
        println("= " + ended { shop.sum(5) } + " " + ended { shop.conditional(1) } + ended { shop.conditional(2) }
            + ended { shop.conditional(102) } + " " + shop.name(1).text + shop.result(1).getOrNull())
        println("= " + coroutineScope { (1..3).map { async { shop.user(it) } }.awaitAll() })
    }
}

suspend fun counted(shop: Shop, calls: suspend () -> Unit): Int {
    val before = shop.runs.get()
    calls()
    return shop.runs.get() - before
}

suspend fun counts(shop: Shop) {
    println("hits run " + counted(shop) {
        shop.user(1); shop.nobody(); shop.atOnce(1); shop.byDefaultKey("a", 7L); shop.sum(5); shop.conditional(2)
    })
    println("other keys run " + counted(shop) { shop.byDefaultKey("a", 8L); shop.byDefaultKey("b", 7L) })
    println("not stored run " + counted(shop) {
        repeat(2) { shop.conditional(1); shop.conditional(102); ended { shop.failing() }; shop.nothing() }
    })
    println("context " + withContext(Tenant("a's ")) { shop.user(7) } + " " + shop.user(7))
    shop.drop(7)
    println("dropped " + shop.user(7))
    println("put " + shop.rename(7, "other") + " " + shop.user(7))
    shop.user(7).name = "changed"
    println("copy " + shop.user(7))
    println("one load for " + counted(shop) {
        coroutineScope { (1..50).map { async(Dispatchers.Default) { shop.user(20) } }.awaitAll() }
    })
    // One caller leaves; who waits for its load gets a value all the same.
    coroutineScope {
        val leaving = launch { shop.gated(30) }
        shop.started.await()
        val waiting = async { shop.gated(30) }
        yield()
        leaving.cancelAndJoin()
        shop.gate.complete(Unit)
        println("left " + waiting.await() + " " + leaving.isCancelled)
    }
    // One is cancelled while it writes what cannot be cancelled; who reads meanwhile gets the old row.
    coroutineScope {
        val leaving = launch { shop.write("new") }
        shop.writing.await()
        leaving.cancel()
        yield()
        val during = shop.row() + " " + leaving.isCompleted
        shop.mayWrite.complete(Unit)
        leaving.join()
        println("written " + during + " " + shop.row())
    }
}

object App {
    private suspend fun held(shop: Shop) {
        println("ready")
        withContext(Dispatchers.IO) { System.`in`.read() }
        coroutineScope {
            var user: User? = null
            val call = launch { user = shop.user(99) }
            yield()
            println("held " + user + " " + Thread.currentThread().name.substringBefore(' '))
            call.join()
            println("then " + user + " " + Thread.currentThread().name.substringBefore(' ') + " " + shop.threads)
        }
    }

    @JvmStatic
    fun main(args: Array<String>) {
        val shop = Shop()
        if (args[0] != "plain") {
            val expected = if (args[0] == "memory") Mode.MEMORY else Mode.REDIS
            dev.larder.agent.apps.Awaiting.until { Larder.mode() == expected }
        }
        val own = Executors.newSingleThreadExecutor { Thread(it, "own") }.asCoroutineDispatcher()
        runBlocking(own) {
            when (args[0]) {
                "reader" -> println("" + shop.user(1) + shop.byDefaultKey("a", 7L) + shop.runs)
                "held" -> held(shop)
                else -> {
                    values(shop)
                    println("= threads " + shop.threads)
                    if (args[0] != "plain") {
                        counts(shop)
                    }
                }
            }
        }
        System.exit(0)
    }
}
