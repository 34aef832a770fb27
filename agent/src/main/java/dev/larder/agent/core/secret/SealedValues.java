package dev.larder.agent.core.secret;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.Sealing;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Values encrypted with AES-256-GCM.
 *
 * <p><b>Shape.</b> Byte 0 is the version of envelopes, 1; byte 1 is {@code S}; byte 2 the length of the key's id, then the
 * id; twelve random bytes, the nonce; the encrypted envelope and sixteen bytes, the tag. The associated data are everything in front of
 * the nonce, the namespace, the entry's name and the fingerprint, each with its length in front: so a value is valid only where it was
 * stored.
 *
 * <p><b>Threads.</b> Thread-safe.
 *
 * <p><b>Why</b> the JDK's own provider, if it is there: an application may put another one before it at any time.
 */
final class SealedValues implements Sealing {

    private static final byte FORMAT_VERSION = 1;
    private static final byte SEALED = 'S';
    private static final int ID_AT = 3;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final @Nullable Provider OWN = Security.getProvider("SunJCE");

    private final String namespace;
    private final Supplier<KeyRing> keys;
    private final SecureRandom random = new SecureRandom();

    /** @param keys those that are in force at the moment */
    SealedValues(String namespace, Supplier<KeyRing> keys) {
        this.namespace = namespace;
        this.keys = keys;
    }

    @Override
    public byte[] seal(byte[] envelope, String key, String fingerprint) throws CodecException {
        KeyRing ring = keys.get();
        byte[] id = ring.writingId().getBytes(StandardCharsets.US_ASCII);
        int nonceAt = ID_AT + id.length;
        byte[] sealed = new byte[nonceAt + NONCE_BYTES + envelope.length + TAG_BYTES];
        sealed[0] = FORMAT_VERSION;
        sealed[1] = SEALED;
        sealed[2] = (byte) id.length;
        System.arraycopy(id, 0, sealed, ID_AT, id.length);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        System.arraycopy(nonce, 0, sealed, nonceAt, NONCE_BYTES);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, ring.key(ring.writingId()), sealed, nonceAt);
            bind(cipher, sealed, nonceAt, key, fingerprint);
            cipher.doFinal(envelope, 0, envelope.length, sealed, nonceAt + NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new CodecException(
                    "it cannot be encrypted: " + e.getClass().getName(), "Check which security providers the JVM has.");
        }
    }

    @Override
    public byte[] open(byte[] sealed, String key, String fingerprint) throws CodecException {
        if (sealed.length < ID_AT || sealed[0] != FORMAT_VERSION || sealed[1] != SEALED) {
            throw new CodecException("not encrypted");
        }
        int nonceAt = ID_AT + sealed[2];
        int contentAt = nonceAt + NONCE_BYTES;
        if (sealed[2] <= 0 || contentAt + TAG_BYTES > sealed.length) {
            throw new CodecException("encrypted and too short");
        }
        String id = new String(sealed, ID_AT, sealed[2], StandardCharsets.US_ASCII);
        SecretKey secret = keys.get().key(id);
        if (secret == null) {
            throw new CodecException("encrypted with a key that larder.values.keys does not have");
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, secret, sealed, nonceAt);
            bind(cipher, sealed, nonceAt, key, fingerprint);
            return cipher.doFinal(sealed, contentAt, sealed.length - contentAt);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new CodecException("encrypted for another entry or with another key, or changed since");
        }
    }

    private static Cipher cipher(int mode, @Nullable SecretKey key, byte[] sealed, int nonceAt)
            throws GeneralSecurityException {
        Cipher cipher = OWN == null ? Cipher.getInstance(CIPHER) : Cipher.getInstance(CIPHER, OWN);
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, sealed, nonceAt, NONCE_BYTES));
        return cipher;
    }

    private void bind(Cipher cipher, byte[] sealed, int headBytes, String key, String fingerprint) {
        cipher.updateAAD(sealed, 0, headBytes);
        for (String part : new String[] {namespace, key, fingerprint}) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            cipher.updateAAD(new byte[] {
                (byte) (bytes.length >>> 24),
                (byte) (bytes.length >>> 16),
                (byte) (bytes.length >>> 8),
                (byte) bytes.length
            });
            cipher.updateAAD(bytes);
        }
    }
}
