package dev.larder.agent.core.base;

import dev.larder.agent.core.base.AgentLog.Level;
import org.jspecify.annotations.Nullable;

/**
 * All log messages at INFO and above, each with an id, a level and a text.
 *
 * <p>Ids are part of the public interface: operators search for them and raise alerts on them. An id never changes its
 * meaning and is never reused; a new message takes the next number of its range. A text may be reworded if its meaning
 * stays.
 *
 * <p><b>Shape.</b> {@code LDR-} and four digits. 01xx: start and configuration. 02xx: weaving. 03xx: modes and Redis. 04xx:
 * calls, keys and values. 05xx: evictions, puts and transactions. 06xx: JMX. In a text, <code>{name}</code> stands for a
 * value; values are filled in from left to right. {@code docs/messages.md} explains each, and a test compares the two.
 */
public enum Message {
    ATTACHED(
            "LDR-0101",
            Level.INFO,
            "Larder {version} is attached. Mode INITIALIZING: the stores start with the first class that has methods to"
                    + " cache. Mode and statistics are at the MBean dev.larder:type=Cache."),
    ATTACHED_OFF(
            "LDR-0102",
            Level.INFO,
            "Larder {version} is attached. Mode OFF: larder.enabled is false. Mode and statistics are at the MBean"
                    + " dev.larder:type=Cache."),
    STARTED("LDR-0103", Level.INFO, "{counts}. Mode {mode}: {reason}"),

    /** Written by the launcher, which cannot see this class; so are the next two. */
    ATTACHED_TWICE(
            "LDR-0104",
            Level.WARN,
            "The agent is attached more than once. The first one works, the others do nothing."
                    + " Look for a second -javaagent on the command line, in JAVA_TOOL_OPTIONS and JDK_JAVA_OPTIONS."),
    JAVA_TOO_OLD(
            "LDR-0105",
            Level.WARN,
            "This is Java {version}, Larder needs {oldest} or later. The application runs without caching."),
    NOT_ATTACHED(
            "LDR-0106",
            Level.ERROR,
            "Larder could not start: {cause}. The application runs without caching."
                    + " Check that the agent's jar is complete, version {version}."),
    STORES_NOT_STARTED(
            "LDR-0107", Level.ERROR, "Larder could not start its stores. All methods run uncached. Please report it"),
    LOG_MANAGER_AWAITED(
            "LDR-0108",
            Level.WARN,
            "Nothing is cached yet: the system property java.util.logging.manager names a log manager that"
                    + " the application has not started, and the agent must not be the first to. All methods run"
                    + " uncached until it logs through java.util.logging. Call java.util.logging.LogManager"
                    + ".getLogManager() in main, or remove the property."),
    OTHER_API_VERSION(
            "LDR-0109",
            Level.WARN,
            "The application's larder-annotations speak version {version} of the programmatic API, and this agent speaks"
                    + " version {own}. dev.larder.Larder works as if there were no agent; annotated methods are cached."
                    + " Use larder-annotations and larder-agent of the same release."),
    API_NOT_STARTED(
            "LDR-0110",
            Level.ERROR,
            "The programmatic API could not be started. dev.larder.Larder works as if there were no agent. Please report"
                    + " it"),
    REQUIRED_REDIS_MISSING(
            "LDR-0111",
            Level.FATAL,
            "Redis is required (larder.redis.required), and none is configured: larder.redis.url is empty or was refused. The"
                    + " process ends now with exit code 78, and no annotated method has run. Set larder.redis.url, or"
                    + " larder.redis.required=false to run on memory."),
    REQUIRED_REDIS_NOT_FOUND(
            "LDR-0112",
            Level.FATAL,
            "Redis is required (larder.redis.required), and was not there within {time} (larder.redis.startup-timeout):"
                    + " {reason}. The process ends now with exit code 78, and no annotated method has run. Start Redis,"
                    + " correct larder.redis.url, or set larder.redis.required=false to run on memory."),
    PROCESS_HALTED(
            "LDR-0113",
            Level.ERROR,
            "A shutdown hook has not returned {time} s after the process was ended because Redis is required. The process is"
                    + " halted with exit code 78. Find the hook in a thread dump of such an end."),
    BAD_VALUE(
            "LDR-0120",
            Level.WARN,
            "Bad value for {key}: {value} from the {source} {problem}. Accepted: {form}. {used} is used."),
    BAD_REDIS_VARIABLE(
            "LDR-0121",
            Level.WARN,
            "Bad value for {variable}: {value} from the environment is not {form}, so REDIS_HOST is not used and entries"
                    + " are kept in memory only. Set {variable} or larder.redis.url.{hint}"),
    UNKNOWN_KEY(
            "LDR-0122",
            Level.WARN,
            "Unknown key {key} from the {source} is ignored. The nearest known key is {nearest}."),
    UNREADABLE_FILE(
            "LDR-0123",
            Level.WARN,
            "The {source} on the application's class path is ignored: it {problem}. Accepted: properties in UTF-8. The"
                    + " other sources are used."),
    REPEATED_ARGUMENT(
            "LDR-0124",
            Level.WARN,
            "The agent argument gives {key} more than once; the first value is used. Remove the others."),
    ARGUMENT_AFTER_URL(
            "LDR-0125",
            Level.WARN,
            "Item {number} of the agent argument, after larder.redis.url, has no known key and is ignored. If it belongs"
                    + " to the URL, write the comma in the URL twice."),
    ARGUMENT_WITHOUT_VALUE(
            "LDR-0126",
            Level.WARN,
            "Item {number} of the agent argument, {item}, is ignored. Accepted: key=value, with commas between items."),
    METHOD_VARIABLE(
            "LDR-0127",
            Level.WARN,
            "Environment variable {variable} is ignored: a variable cannot spell the name of a class. Set {key} as a"
                    + " system property or in the file."),
    FILE_IN_FILE(
            "LDR-0128",
            Level.WARN,
            "The {source} names another file in {key}, which is ignored. Name that file in the agent argument, in a system property or in an environment variable."),
    UNMET_OVERRIDE(
            "LDR-0129",
            Level.WARN,
            "{key} from the {source} has no effect: {class} has no cached method '{method}'. The values in the annotations are used. {remedy}"),
    WAITING_OVERRIDES(
            "LDR-0130",
            Level.INFO,
            "Without effect so far, because their classes have not been loaded: {keys}. Correct the name if such a class"
                    + " does not exist."),
    NO_APPLICATION_NAME(
            "LDR-0131",
            Level.WARN,
            "Nothing says which application this is, so its entries in Redis are in the namespace {namespace}, together with those of every other application without a name. Set larder.namespace or spring.application.name."),
    KEYS_UNUSABLE(
            "LDR-0132",
            Level.WARN,
            "The file of larder.values.keys, {path}, cannot be used: {problem}. Accepted: lines id:key, the key being 32 bytes in base64. Results of sensitive methods are kept in the memory of this process until it is started again. Correct the file and start it again."),
    KEYS_NOT_REPLACED(
            "LDR-0133",
            Level.WARN,
            "The file of larder.values.keys, {path}, has changed and cannot be used: {problem}. The keys from before stay in use. Correct the file; it is read again when it changes."),
    KEYS_REPLACED(
            "LDR-0134",
            Level.INFO,
            "The file of larder.values.keys, {path}, was read again. Key {id} encrypts, {count} can be read."),

    NOT_CACHED("LDR-0201", Level.WARN, "Cannot cache {method}: {reason}. The method runs uncached. {remedy}"),
    NOT_EVICTED(
            "LDR-0202",
            Level.WARN,
            "Cannot evict for {method}: {reason}. The method runs without this eviction; the entries it should evict stay"
                    + " until their ttl. {remedy}"),
    EVICTED_INSTEAD(
            "LDR-0203",
            Level.WARN,
            "Cannot put for {method}: {reason}. Each run of the method evicts the entry instead. {remedy}"),
    NOT_PUT(
            "LDR-0204",
            Level.WARN,
            "Cannot put for {method}: {reason}. The method runs without this put; the entry it should replace stays until"
                    + " its ttl. {remedy}"),
    KOTLIN_CALLS_LEFT_OUT(
            "LDR-0205",
            Level.WARN,
            "Cannot cache, evict or put in calls from Kotlin of {method}: {reason}. Calls from Java do what the annotation"
                    + " says; those from Kotlin run as they are, and the entries they should evict or replace stay until"
                    + " their ttl. {remedy}"),
    PERHAPS_A_MISTAKE(
            "LDR-0206",
            Level.WARN,
            "Perhaps a mistake on {method}: {reason}. Larder does what the annotation says. {remedy}"),
    NOT_WOVEN(
            "LDR-0207",
            Level.WARN,
            "Cannot weave {method}: {reason}. It runs as it is, uncached; the entries it should evict or replace stay until"
                    + " their ttl. {remedy}"),
    CALL_NOT_LINKED(
            "LDR-0208",
            Level.WARN,
            "A call of {method} could not be linked ({cause}). It runs as it is: uncached, and the entries it should evict"
                    + " or replace stay until their ttl. Later calls try again: after a stack overflow each of them, otherwise"
                    + " each of the next 32 and then ever fewer. Give the JVM more stack (-Xss) or memory (-Xmx) if this"
                    + " goes on."),
    METHOD_NOT_LINKED(
            "LDR-0209",
            Level.WARN,
            "{method} could not be linked. It runs as it is for as long as its class is loaded: uncached, and the entries"
                    + " it should evict or replace stay until their ttl. Correct the cause and restart, or report it"),
    WEAVING_FAULT(
            "LDR-0210",
            Level.ERROR,
            "Cannot weave {class}. The class runs as it is: its methods are not cached and evict nothing, and the entries"
                    + " they should evict or replace stay until their ttl. Please report it"),
    KEPT_IN_MEMORY(
            "LDR-0211",
            Level.WARN,
            "The results of {method}, which is sensitive, are kept in the memory of this process, or evicted where it puts them: there are no keys to encrypt them for Redis. Name a file with keys in larder.values.keys and start the process again."),

    NOT_BEHIND(
            "LDR-0212",
            Level.WARN,
            "Cannot write behind for {method}: {reason}. The put takes place, and the method's body runs at once, as without writeBehind. {remedy}"),
    NOT_REFRESHED(
            "LDR-0213",
            Level.WARN,
            "Cannot refresh the entries of {method}: {reason}. They are cached for their ttl, as without staleTtl, staleIfError and refreshAhead. {remedy}"),

    NOT_WARMED(
            "LDR-0215", Level.WARN, "Cannot warm {method}: {reason}. Its first callers load what they need. {remedy}"),

    REDIS_USED("LDR-0301", Level.INFO, "{reason}. Results are shared through it, after {time} without. Mode REDIS."),
    REDIS_LOST(
            "LDR-0302",
            Level.WARN,
            "{reason}. Results are kept in this process until Redis can be used again, and Larder goes on trying. Mode"
                    + " MEMORY, after {time} in mode {mode}."),
    REDIS_STILL_AWAY(
            "LDR-0303",
            Level.WARN,
            "{reason}. Results are kept in this process, and Larder goes on trying. Mode MEMORY."),
    MEMORY_USED(
            "LDR-0304",
            Level.INFO,
            "{reason}. Results are kept in this process. Mode MEMORY, after {time} in mode {mode}."),
    CACHE_OFF("LDR-0305", Level.INFO, "{reason}. Nothing is cached. Mode OFF, after {time} in mode {mode}."),
    LISTENER_FAILED(
            "LDR-0306",
            Level.ERROR,
            "A listener failed on the change to mode {mode}. The mode has changed all the same, and the other listeners are notified. Look"
                    + " at what the listener does"),
    CONNECTING_FAULT(
            "LDR-0307",
            Level.ERROR,
            "A fault of the cache while it connected to {server}. Results are kept in this process meanwhile, and it tries"
                    + " again. Please report it"),
    INFO_REFUSED(
            "LDR-0310",
            Level.WARN,
            "{server} does not answer INFO, so a restart from older data cannot be distinguished from a lost connection."
                    + " Each time the connection is lost, everything in the namespace is evicted. Allow the user to run"
                    + " INFO (+info)."),
    UNLINK_REFUSED(
            "LDR-0311",
            Level.WARN,
            "Redis at {address} refuses UNLINK. Larder evicts with DEL, during which Redis serves nobody else: large"
                    + " values take longer. Allow the user to run UNLINK (+unlink), if Redis has it."),
    SCAN_REFUSED(
            "LDR-0312",
            Level.WARN,
            "Redis at {address} refuses SCAN, so keys cannot be found by a pattern. An eviction by pattern, or of"
                    + " everything, evicts everything in the namespace. Allow the user to run SCAN (+scan), if Redis has"
                    + " it."),
    COMMAND_REFUSED(
            "LDR-0313",
            Level.WARN,
            "{command} failed: {answer}. Calls that need it run their methods and cache nothing; an eviction that needs it is"
                    + " sent again until Redis carries it out. Look at the memory limit of Redis and its eviction policy"
                    + " (OOM), at its disk (MISCONF), or at who else writes under this namespace (WRONGTYPE)."),
    NAMESPACE_SHARED(
            "LDR-0314",
            Level.WARN,
            "The application {application} uses the namespace {namespace} in Redis, and so does {other}. Each is given"
                    + " results of the other where keys are the same, and evicting everything empties both. Set"
                    + " larder.namespace to another name for one of them, unless they are meant to share results."),
    NOTICE_REFUSED(
            "LDR-0315",
            Level.WARN,
            "Redis refuses the notice of an eviction that takes several commands: {answer}. The eviction takes place without"
                    + " it, and again until it finds nothing; after the fifth time everything in the namespace is evicted."
                    + " Look at the memory limit of Redis and its eviction policy (OOM)."),
    HOLD_OFF_REFUSED(
            "LDR-0316",
            Level.WARN,
            "Redis refuses to hold loads off after an eviction: {answer}. The eviction goes on without that, and a load"
                    + " within larder.hold-off after it may store what a lagging replica of the database still has. Look at"
                    + " the memory limit of Redis and its eviction policy (OOM)."),
    OTHER_NAMES(
            "LDR-0317",
            Level.WARN,
            "Processes of the namespace {namespace} have different files of keys: sensitive methods of some have stored entries whose names this process cannot make. So what it evicts evicts all of those, and where it has keys of its own, its sensitive methods store nothing while they are there. Give all processes a larder.values.keys with the same digest line."),
    NOT_NEAR(
            "LDR-0318",
            Level.WARN,
            "Redis at {address} does not tell Larder when a key changes: {reason}. Methods with tier = NEAR read Redis for each hit, as"
                    + " with SHARED. Allow the user to run CLIENT TRACKING and CLIENT CACHING (+client|tracking +client|caching), and"
                    + " connect to a Redis of 6.0 or later without a proxy, or write SHARED."),
    NO_STANDBY(
            "LDR-0321",
            Level.INFO,
            "Redis at {address} does not tell Larder when a key changes: {reason}. So memory begins empty if Redis goes. Allow the user to"
                    + " run CLIENT TRACKING and CLIENT CACHING (+client|tracking +client|caching), and connect to a Redis of 6.0 or"
                    + " later without a proxy; or set larder.memory.standby=false."),
    REQUIRED_REDIS_LOST(
            "LDR-0325",
            Level.FATAL,
            "Redis is required (larder.redis.required), and is lost after {attempts} attempts to reconnect"
                    + " (larder.redis.max-attempts): {reason}. The process ends now with exit code 78, after its shutdown hooks;"
                    + " evictions that Redis has not received: {count}. Restore Redis and start the process again."),
    CLOCK_SET_BACK(
            "LDR-0326",
            Level.WARN,
            "The clock of {server} was set back by {seconds} s, or another server has taken its place whose clock is behind. Entries"
                    + " would outlive their ttl, so everything in the namespace is evicted. Look at the time service of that host."),
    MODE_FORCED("LDR-0327", Level.INFO, "{reason}. Mode {mode}, after {time} in mode {before}."),
    FORCED_MODE_OVER(
            "LDR-0328", Level.INFO, "The mode {mode} is not forced any more: {reason}. Larder chooses the mode again."),
    MODE_CHOSEN("LDR-0329", Level.INFO, "Over JMX the mode {mode} was chosen for {seconds} s."),

    /** Only if the log is at DEBUG. */
    FROM_A_LIBRARY("LDR-0390", Level.WARN, "From {library}: {text}"),

    CALL_FAULT(
            "LDR-0401",
            Level.ERROR,
            "A fault of the cache in a call of {method}. The method's own result was returned. Please report it"),
    OPERATION_FAULT(
            "LDR-0402",
            Level.ERROR,
            "A fault of the cache in an operation of {handle}. What it reads is not found, what it writes is evicted."
                    + " Please report it"),
    UNFIT_KEY(
            "LDR-0403",
            Level.WARN,
            "A call of {method} ran uncached: {reason}. Calls like it run uncached, too. {remedy}"),
    OTHER_OBJECT(
            "LDR-0404",
            Level.WARN,
            "A call of {method} ran uncached: {reason}. Calls on objects like it run uncached, too. Write a key that has what tells them"
                    + " apart, such as {placeholder}; if nothing does, {alternative}"),
    TAG_THREW(
            "LDR-0405",
            Level.WARN,
            "A call of {method} ran uncached: a property that its tags name threw {exception}. This happens each time it throws. Have it return a value for all arguments, or name another one."),
    WHEN_THREW(
            "LDR-0406",
            Level.WARN,
            "A call of {method} ran uncached: the method that its 'when' names threw {exception}. This happens each time it throws. Have it return true or false for all arguments."),
    UNLESS_THREW(
            "LDR-0407",
            Level.WARN,
            "A result of {method} was not cached: the method that its 'unless' names threw {exception}. This happens each time it throws. Have it return true or false for every result."),
    UNFIT_RESULT(
            "LDR-0408",
            Level.WARN,
            "A result of {method} was not cached: {reason}. Calls with such results run the method each time. {remedy}"),
    UNFIT_VALUE(
            "LDR-0409",
            Level.WARN,
            "A value of {handle} was not stored, and its entry is evicted: {reason}. The same happens to values like it."
                    + " {remedy}"),
    UNREADABLE_ENTRY(
            "LDR-0410",
            Level.WARN,
            "An entry of {method} cannot be read: {reason}. It counts as a miss and is replaced by the next load. Unless"
                    + " another version of the application has just been started, look at who else writes under this"
                    + " namespace, and set larder.namespace to another name for one of them."),

    EVICTION_FAULT(
            "LDR-0501",
            Level.ERROR,
            "An eviction failed on its way to Redis. It is sent again before Redis is used again. Please report it"),
    EFFECT_FAULT(
            "LDR-0502",
            Level.ERROR,
            "A fault of the cache in an eviction or a put. The application's call was not affected, and an eviction that"
                    + " was lost is tried once more with the next one; failing that, the entry stays until its ttl ends. Please report it"),
    EVICTIONS_NOT_SENT(
            "LDR-0503",
            Level.WARN,
            "The process ends, and Redis at {address} has not received its last evictions ({count}): {reason}. Other processes may be served the evicted entries until their ttl ends. Evict them again, or everything, from one of those processes."),
    EVICTIONS_BEFORE_START(
            "LDR-0504",
            Level.WARN,
            "The process ends before its stores have started, and Redis has not received its evictions ({count})."
                    + " Other processes may be served the evicted entries until their ttl ends. Evict them again, or everything, from one of those processes."),
    UNMET_EVICTION(
            "LDR-0505",
            Level.WARN,
            "{method} evicts nothing by its {what} '{template}': no method that this process has loaded so far stores"
                    + " anything under it{nearest}. What it should evict stays until its ttl. Correct it, or leave it if"
                    + " another process, or a class that is loaded later, stores what it means."),
    WORK_NOT_DONE(
            "LDR-0506",
            Level.WARN,
            "{method} returned a {type}, whose work may not be done yet. What it evicts and puts was evicted when it"
                    + " returned, or will be when its transaction has committed, so what is loaded until the work is done"
                    + " may be old and stay until its ttl. Declare CompletableFuture or CompletionStage as its result, or"
                    + " annotate the method that does the work."),
    UNFIT_EFFECT_KEY(
            "LDR-0507",
            Level.WARN,
            "A call of {method} did not evict or put everything that '{template}' names: {reason}. The entry that is meant,"
                    + " if there is one, stays until its ttl ends. The same happens in calls like it, without another line."
                    + " {remedy}"),
    UNFIT_PUT(
            "LDR-0508",
            Level.WARN,
            "A value of {method} was not put, and its entry was evicted: {reason}. The same happens to values like it: the next"
                    + " read runs its method. {remedy}"),
    TRANSACTIONS_UNKNOWN(
            "LDR-0509",
            Level.WARN,
            "Cannot tell whether calls are in a transaction: Spring or JTA did not answer. Where only one did not, the"
                    + " other's transactions still count. Otherwise their evictions and puts take place at once, and what"
                    + " they read is cached, also before a commit. Please report it, unless a server or container was"
                    + " being stopped"),
    NOT_STORED_IN_TRANSACTION(
            "LDR-0510",
            Level.WARN,
            "Results of {method} are not stored where it is called in a transaction {view}. Where there is an entry, such"
                    + " a call is served from it; where there is none, each such call runs the method. {remedy}"),

    BEHIND_FAILED(
            "LDR-0511",
            Level.WARN,
            "{method} could not write behind: its body threw {exception}. It runs again until it has been failing for {time}; other keys are not held up. Now {count} writes wait. Look at the database, or at what the body does."),
    BEHIND_LOST(
            "LDR-0512",
            Level.WARN,
            "{method} has not written the value of the key {key}: its body threw {exception} each time for {time}. The value is lost and its entry evicted, so readers get what the database has. Correct the cause and write the value again."),
    BEHIND_LEFT(
            "LDR-0513",
            Level.WARN,
            "The process ends, and values that wait to be written ({count}) were not written within larder.write-behind.drain ({time}). They are lost; their entries are evicted, so readers get what the database has. Give the process more time, or stop what calls it before its connections are closed."),
    BEHIND_AT_ONCE(
            "LDR-0514",
            Level.WARN,
            "A call of {method} did not write behind: {reason}. Its body ran at once, as without writeBehind, and so it does in calls like it. {remedy}"),

    REFRESH_FAILED(
            "LDR-0515",
            Level.WARN,
            "{method} could not be refreshed: its body threw {exception}. Its entry serves until its time is up, and is tried again in {time} at the earliest. Correct the cause: after that time its callers run the body."),
    STALE_AFTER_ERROR(
            "LDR-0516",
            Level.WARN,
            "{method} threw {exception}, and its caller got the value from before (staleIfError). Correct the cause before that has become too old: then callers get the exception."),

    CACHE_SWITCHED("LDR-0601", Level.INFO, "Over JMX the cache was switched {state}."),
    METHOD_SWITCHED("LDR-0602", Level.INFO, "Over JMX {method} was switched {state}."),
    TTL_SET("LDR-0603", Level.INFO, "Over JMX the ttl of {method} was set to {seconds} s."),
    KEY_EVICTED("LDR-0604", Level.INFO, "Over JMX one key was evicted; it had {an} entry."),
    KEYS_EVICTED("LDR-0605", Level.INFO, "Over JMX {count} keys were evicted {how}."),
    UNCOUNTED_KEYS_EVICTED("LDR-0606", Level.INFO, "Over JMX keys were evicted {how}. How many is not known: {reason}"),
    STATISTICS_RESET("LDR-0607", Level.INFO, "Over JMX the statistics were reset."),
    TIER_SET("LDR-0608", Level.INFO, "Over JMX the tier of {method} was set to {tier}."),
    NO_MBEANS(
            "LDR-0610",
            Level.WARN,
            "The cache has no MBeans: the MBean server refused them, or this runtime has no module java.management. The"
                    + " cache works on without them. Look at the cause, or ignore this if nothing reads them."),
    MBEAN_SERVER_FAILED(
            "LDR-0611",
            Level.WARN,
            "The MBean server, or a listener in it, failed. Some MBeans of the cache may be missing or stay after their"
                    + " class is gone; the cache works on. Further failures there are not logged."),

    WARM_FAILED(
            "LDR-0701",
            Level.WARN,
            "{method} could not be warmed: {what} threw {exception}. It is tried {again}. Callers load what they need. Look at"
                    + " the cause, or raise larder.warm.delay if the application had not started yet."),
    WARM_CUT(
            "LDR-0702",
            Level.WARN,
            "{method} is warmed only in part: its arguments yield more than {count}. Callers load the rest. Have it yield those"
                    + " that are used most."),
    WARM_FAULT(
            "LDR-0703",
            Level.ERROR,
            "A fault of the cache while it warmed {method}. Callers load what they need. Please report it"),
    KEYS_READ(
            "LDR-0704",
            Level.INFO,
            "{count} of the {known} entries that this service used most were read ahead from Redis, in {millis} ms. {ignored} other"
                    + " names there were ignored."),
    KEYS_UNREAD(
            "LDR-0705",
            Level.WARN,
            "Nothing is read ahead from Redis (larder.warm.keys): {reason}. First calls read from Redis what they need. See to"
                    + " it that its user has the rights for larder.warm.keys, or set that to 0."),
    KEYS_FAULT(
            "LDR-0706",
            Level.ERROR,
            "A fault of the cache while it read ahead (larder.warm.keys). First calls read from Redis what they need. Please"
                    + " report it");

    private final String id;
    private final Level level;
    private final String form;

    Message(String id, Level level, String form) {
        this.id = id;
        this.level = level;
        this.form = form;
    }

    public String id() {
        return id;
    }

    public Level level() {
        return level;
    }

    /** The text with its placeholders. */
    public String form() {
        return form;
    }

    /**
     * Fills in the placeholders. A placeholder without a value stays, and a value without a placeholder is appended: a
     * line is often made in a call of the application, which must not fail because of it.
     *
     * @param values from left to right; no values of the cache, and no full keys but that of a lost value
     */
    public LogLine of(@Nullable Object... values) {
        StringBuilder text = new StringBuilder();
        StringBuilder more = new StringBuilder();
        int end = 0;
        for (Object value : values) {
            int open = form.indexOf('{', end);
            if (open < 0) {
                more.append(" [").append(LogLine.textOf(value)).append(']');
            } else {
                text.append(form, end, open).append(LogLine.textOf(value));
                end = form.indexOf('}', open) + 1;
            }
        }
        return new LogLine(
                this, text.append(form, end, form.length()).append(more).toString());
    }
}
