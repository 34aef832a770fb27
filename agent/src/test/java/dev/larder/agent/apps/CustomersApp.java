package dev.larder.agent.apps;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Has customers that nobody else may read. Answers each line of its input with a line: who ran the body, in which run, or
 * whatever else was asked for.
 */
public final class CustomersApp {

    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
    private static final String[] TEXT = {"java.lang.String"};

    private static String process = "";
    private static int runs;

    private CustomersApp() {}

    record Customer(String mail, String secret, List<String> orders) {}

    @Cached(key = "customer:{mail}", ttl = 600, tags = "mail:{mail}", sensitive = true)
    static Customer find(String mail) {
        if (mail.startsWith("no")) {
            throw new IllegalStateException("unknown");
        }
        int orders = mail.startsWith("large") ? 5_000 : 1;
        return new Customer(mail, process + ++runs, Collections.nCopies(orders, "order of " + mail));
    }

    @CacheEvict(key = "customer:{mail}", sensitive = true)
    static void evict(String mail) {}

    @CacheEvict(key = "customer:{mail}")
    static void evictPlain(String mail) {}

    @CacheEvict(tag = "mail:{mail}", sensitive = true)
    static void evictTag(String mail) {}

    @CacheEvict(pattern = "customer:*")
    static void evictPattern() {}

    @CachePut(key = "customer:{mail}", ttl = 600, tags = "mail:{mail}", sensitive = true)
    static Customer put(String mail) {
        return new Customer(mail, "put by " + process, List.of());
    }

    public static void main(String[] arguments) throws Exception {
        process = arguments[0];
        evict("nobody");
        RedisMode.await();
        System.out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null && !line.equals("end"); line = in.readLine()) {
            String[] words = line.split(" ");
            System.out.println(answer(words[0], words.length > 1 ? words[1] : ""));
        }
    }

    private static String answer(String verb, String mail) throws Exception {
        switch (verb) {
            case "evict" -> evict(mail);
            case "evictPlain" -> evictPlain(mail);
            case "evictTag" -> evictTag(mail);
            case "evictPattern" -> evictPattern();
            case "put" -> put(mail);
            case "beans" -> {
                return everythingShown();
            }
            case "operate" -> operate(mail);
            case "unreadable" -> {
                return methodsAttribute("UnreadableEntries");
            }
            default -> {
                Customer found = find(mail);
                return found.secret() + " " + found.orders().size();
            }
        }
        return "done";
    }

    /** Inspects an entry and evicts it, as an operator does. */
    private static void operate(String mail) throws Exception {
        ObjectName cache = new ObjectName("dev.larder:type=Cache");
        Awaiting.until(() -> SERVER.isRegistered(cache));
        SERVER.invoke(cache, "inspect", new Object[] {"customer:" + mail}, TEXT);
        SERVER.invoke(cache, "evict", new Object[] {"customer:" + mail}, TEXT);
    }

    private static String methodsAttribute(String name) throws Exception {
        ObjectName all = new ObjectName("dev.larder:type=CachedMethod,*");
        Awaiting.until(() -> !SERVER.queryNames(all, null).isEmpty());
        ObjectName method = SERVER.queryNames(all, null).iterator().next();
        return String.valueOf(SERVER.getAttribute(method, name));
    }

    /** The MBeans with all their attributes, and the names of the threads, in one line. */
    private static String everythingShown() throws Exception {
        methodsAttribute("Hits"); // waits for the MBeans
        StringBuilder seen = new StringBuilder();
        for (ObjectName bean : SERVER.queryNames(new ObjectName("dev.larder:*"), null)) {
            appendAttributes(seen.append(bean), bean);
        }
        Thread.getAllStackTraces().keySet().forEach(thread -> seen.append(' ').append(thread.getName()));
        return seen.toString().replace('\n', ' ');
    }

    private static void appendAttributes(StringBuilder seen, ObjectName bean) throws JMException {
        for (MBeanAttributeInfo each : SERVER.getMBeanInfo(bean).getAttributes()) {
            Object value = SERVER.getAttribute(bean, each.getName());
            seen.append(' ').append(each.getName()).append('=').append(value);
        }
    }
}
