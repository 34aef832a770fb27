package dev.larder.agent.core.classfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.WeavingLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names come from {@code -parameters} or {@code -g}; without either a template that needs one is refused. */
@Expects(Message.NOT_CACHED)
final class ParameterNamesTest {

    private static final String PRICES = """
            import dev.larder.Cached;
            public class Prices {
                @Cached(ttl = 1, key = "q:{sku}:{at}")
                String named(long at, String sku, double[] weights) {
                    { int first = 1; at += first; }
                    int second = 2;
                    return sku + at + second;
                }
                @Cached(ttl = 1, key = "q:{1}:{0}") static String numbered(long at, String sku) { return sku + at; }
                @Cached(ttl = 1) String whole(long at) { return "" + at; }
            }
            """;

    private final WeavingLoader loader = new WeavingLoader(ParameterNamesTest.class);

    @TempDir
    Path directory;

    @Test
    void h50_noNames_isRefusedAndNeverAConstantKey() throws Exception {
        weave("-g:none");

        assertThat(loader.listener.refusal())
                .isEqualTo(
                        "Cannot cache Prices.named(long,java.lang.String,double[]): key template 'q:{sku}:{at}' names"
                                + " 'sku', but the class file has no parameter names. The method runs uncached."
                                + " Compile with -parameters or write {0} to {2}.");
    }

    @Test
    void h50_noNames_positionsWork() throws Exception {
        weave("-g:none");

        assertThat(loader.listener.wovenSignatures())
                .containsExactly("Prices.numbered(long,java.lang.String)", "Prices.whole(long)");
        assertThat(loader.listener.woven)
                .allSatisfy(plan -> assertThat(plan.parameterNames()).isEmpty());
    }

    @Test
    void h50_debugInformation_givesNames() throws Exception {
        weave("-g");

        assertThat(namesOf("named")).containsExactly("at", "sku", "weights");
        assertThat(namesOf("numbered")).containsExactly("at", "sku");
    }

    @Test
    void h50_parametersAttribute_givesNames() throws Exception {
        weave("-g:none", "-parameters");

        assertThat(loader.listener.refused).isEmpty();
        assertThat(namesOf("named")).containsExactly("at", "sku", "weights");
    }

    private List<String> namesOf(String method) {
        return loader.listener.woven.stream()
                .filter(plan -> plan.signature().contains("." + method + "("))
                .findFirst()
                .orElseThrow()
                .parameterNames();
    }

    private void weave(String... options) throws IOException, InterruptedException {
        Path classes =
                Javac.compile(Jdks.oldest(), 17, directory.resolve("classes"), Map.of("Prices", PRICES), options);
        loader.define("Prices", Files.readAllBytes(classes.resolve("Prices.class")));
    }
}
