package dev.larder.agent.core.link.batch;

import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.fixtures.Silent;
import dev.larder.agent.fixtures.WovenApplication;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * Calls a woven shop over a store, as an application does.
 *
 * <p><b>Threads.</b> Confined to the test's thread, but for {@link #call}.
 */
@Silent
@Timeout(120)
abstract class ShopCalls {

    WovenApplication application;
    Object shop;

    abstract CacheStore store() throws Exception;

    Class<?> shopType() {
        return BatchShop.class;
    }

    @BeforeEach
    void weave() throws Exception {
        application = WovenApplication.over(store(), shopType());
        shop = application.woven(shopType()).getConstructor().newInstance();
    }

    @AfterEach
    void close() throws Exception {
        application.close();
    }

    Object call(String name, Object... arguments) throws Throwable {
        for (var method : shop.getClass().getMethods()) {
            if (method.getName().equals(name)) {
                try {
                    return method.invoke(shop, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
        }
        throw new AssertionError(name);
    }

    @SuppressWarnings("unchecked")
    <T> T field(String name) throws Exception {
        return (T) shop.getClass().getField(name).get(shop);
    }

    List<String> runs() throws Exception {
        List<String> all = field("runs");
        List<String> copy = List.copyOf(all);
        all.clear();
        return copy;
    }

    static List<Long> ids(long... ids) {
        List<Long> all = new ArrayList<>();
        Arrays.stream(ids).forEach(all::add);
        return all;
    }
}
