package dev.larder.agent.core.effect;

import dev.larder.agent.core.key.text.UnsupportedKeyException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** A template that a test spells out as code. */
record Texts(String source, boolean needsResult, BiFunction<Object[], Object, List<String>> made) implements Template {

    static Template of(String... texts) {
        return new Texts(String.join(",", texts), false, (arguments, result) -> List.of(texts));
    }

    static Template ofFirst(Function<Object, String> text) {
        return new Texts("{0}", false, (arguments, result) -> List.of(text.apply(arguments[0])));
    }

    /** Of a first argument that the body cannot change. */
    static Template fixed(Function<Object, String> text) {
        return new Fixed(ofFirst(text));
    }

    static Template ofAll(String prefix) {
        return new Texts(prefix + "{0[]}", false, (arguments, result) -> Arrays.stream((Object[]) arguments[0])
                .map(each -> prefix + each)
                .toList());
    }

    static Template ofResult(Function<Object, String> text) {
        return ofResult("{result}", text);
    }

    static Template ofResult(String source, Function<Object, String> text) {
        return new Texts(source, true, (arguments, result) -> List.of(text.apply(result)));
    }

    static Template failing(RuntimeException problem) {
        return new Texts(
                "{0}",
                false, (arguments, result) -> {
                    throw problem;
                });
    }

    @Override
    public List<String> render(Object[] arguments, Object result, Consumer<UnsupportedKeyException> misfits) {
        try {
            return made.apply(arguments, result);
        } catch (UnsupportedKeyException misfit) {
            misfits.accept(misfit);
            return List.of();
        }
    }

    private record Fixed(Template template) implements Template {

        @Override
        public List<String> render(Object[] arguments, Object result, Consumer<UnsupportedKeyException> misfits) {
            return template.render(arguments, result, misfits);
        }

        @Override
        public boolean needsResult() {
            return template.needsResult();
        }

        @Override
        public boolean isFixed() {
            return true;
        }

        @Override
        public String source() {
            return template.source();
        }
    }
}
