package dev.larder.agent.core.secret;

import dev.larder.agent.core.store.Eviction;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What stands for the keys and tags of sensitive methods, in Redis and everywhere in the process: HMAC-SHA-256 of the rendered
 * text.
 *
 * <p><b>Shape.</b> {@code %s} and 43 characters of base64 for URLs. No rendered key or tag has it: there, two hexadecimal digits
 * follow a percent sign. Keys, tags and the {@linkplain #check check} are made with keys of their own, each made from the one that is
 * given. Every entry carries the tag {@link #ALL} as well.
 *
 * <p><b>Threads.</b> Immutable and thread-safe.
 *
 * <p><b>Why</b> evictions of a plain key also evict what stands for it: who evicts need not know that the other method is
 * sensitive. See RATIONALE.
 */
public final class HiddenNames {

    /** The tag that every entry of a sensitive method carries. */
    public static final String ALL = Eviction.SENSITIVE_TAG;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int CHECK_CHARACTERS = 16;

    private final Mac keys;
    private final Mac tags;
    private final String check;

    private HiddenNames(byte[] secret) {
        Mac root = mac(secret);
        this.keys = mac(digest(root, "larder: keys"));
        this.tags = mac(digest(root, "larder: tags"));
        this.check = HexFormat.of().formatHex(digest(root, "larder: check")).substring(0, CHECK_CHARACTERS);
    }

    static HiddenNames of(byte[] secret) {
        return new HiddenNames(secret);
    }

    /** Names that no other process knows, for entries that do not leave this one. */
    public static HiddenNames ofThisProcess() {
        byte[] secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        return new HiddenNames(secret);
    }

    /** The same for equal secrets: sixteen hexadecimal digits, which say nothing about the secret. */
    public String check() {
        return check;
    }

    /** What stands for a rendered key. */
    public String key(String key) {
        return isHidden(key) ? key : name(keys, key);
    }

    /** What stands for a rendered tag. */
    public String tag(String tag) {
        return isHidden(tag) ? tag : name(tags, tag);
    }

    private static boolean isHidden(String name) {
        return name.startsWith(ALL);
    }

    /**
     * The same eviction, also of what stands for its keys and tags. Names do not match patterns, so a pattern evicts all of
     * them.
     */
    public Eviction widen(Eviction eviction) {
        Set<String> allTags = with(eviction.tags(), this::tag);
        if (!eviction.patterns().isEmpty()) {
            allTags.add(ALL);
        }
        return new Eviction(with(eviction.keys(), this::key), allTags, eviction.patterns());
    }

    /** Only what stands for its plain keys; nothing for those that are hidden already. */
    public Eviction ofPlainKeys(Eviction eviction) {
        Set<String> hidden = new LinkedHashSet<>();
        for (String key : eviction.keys()) {
            if (!isHidden(key)) {
                hidden.add(key(key));
            }
        }
        return Eviction.ofKeys(hidden);
    }

    private static Set<String> with(Set<String> plain, UnaryOperator<String> hide) {
        Set<String> all = new LinkedHashSet<>(plain);
        plain.forEach(name -> all.add(hide.apply(name)));
        return all;
    }

    private static String name(Mac mac, String text) {
        return ALL + Base64.getUrlEncoder().withoutPadding().encodeToString(digest(mac, text));
    }

    /** A copy of the Mac is used, since one has a state. */
    private static byte[] digest(Mac mac, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return ((Mac) mac.clone()).doFinal(bytes);
        } catch (CloneNotSupportedException notOfTheJdk) { // as those of BouncyCastle and of hardware
            synchronized (mac) {
                return mac.doFinal(bytes);
            }
        }
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no HmacSHA256", e);
        }
    }
}
