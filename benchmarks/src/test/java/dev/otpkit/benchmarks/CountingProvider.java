package dev.otpkit.benchmarks;

import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.Mac;
import javax.crypto.MacSpi;

/** Hands what is asked of HMAC, AES-GCM and SecureRandom on to the JDK, and writes it down with the number of bytes. */
@SuppressWarnings("serial") // as all providers; nobody writes this one
final class CountingProvider extends Provider {
    private final transient List<String> asked = new ArrayList<>();

    CountingProvider() {
        super("Counting", "1", "for a test");
        add("Mac", "HmacSHA256", () -> new CountingMac(Mac.getInstance("HmacSHA256", "SunJCE")));
        add("Cipher", "AES/GCM/NoPadding", CountingCipher::new);
        add("SecureRandom", "Counting", CountingRandom::new);
    }

    /** What was asked for since this was asked last. */
    List<String> asked() {
        List<String> since = List.copyOf(asked);
        asked.clear();
        return since;
    }

    private interface Maker {
        Object make() throws GeneralSecurityException;
    }

    private void add(String type, String algorithm, Maker maker) {
        putService(new Service(this, type, algorithm, maker.getClass().getName(), null, null) {
            @Override
            public Object newInstance(Object parameter) {
                try {
                    return maker.make();
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }

    private final class CountingMac extends MacSpi implements Cloneable {
        private final Mac mac;
        private int bytes;

        CountingMac(Mac mac) {
            this.mac = mac;
        }

        @Override
        public Object clone() throws CloneNotSupportedException {
            CountingMac other = new CountingMac((Mac) mac.clone());
            other.bytes = bytes;
            return other;
        }

        @Override
        protected byte[] engineDoFinal() {
            asked.add("hmac of " + bytes);
            bytes = 0;
            return mac.doFinal();
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            bytes += length;
            mac.update(input, offset, length);
        }

        @Override
        protected void engineUpdate(byte input) {
            bytes++;
            mac.update(input);
        }

        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec parameters) throws InvalidKeyException {
            mac.init(key);
        }

        @Override
        protected int engineGetMacLength() {
            return mac.getMacLength();
        }

        @Override
        protected void engineReset() {
            mac.reset();
        }
    }

    private final class CountingRandom extends SecureRandomSpi {
        private final transient SecureRandom random = SecureRandom.getInstance("DRBG", "SUN");

        CountingRandom() throws GeneralSecurityException {}

        @Override
        protected void engineNextBytes(byte[] bytes) {
            asked.add("random " + bytes.length);
            random.nextBytes(bytes);
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            random.setSeed(seed);
        }

        @Override
        protected byte[] engineGenerateSeed(int bytes) {
            return random.generateSeed(bytes);
        }
    }

    private final class CountingCipher extends CipherSpi {
        private final Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
        private int associated;
        private int bytes;

        CountingCipher() throws GeneralSecurityException {}

        @Override
        protected void engineInit(int mode, Key key, AlgorithmParameterSpec spec, SecureRandom random) {
            associated = 0;
            bytes = 0;
            try {
                cipher.init(mode, key, spec);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected void engineUpdateAAD(byte[] input, int offset, int length) {
            associated += length;
            cipher.updateAAD(input, offset, length);
        }

        @Override
        protected byte[] engineDoFinal(byte[] input, int offset, int length) {
            try {
                asked.add("AES-GCM of " + (bytes + length) + " with " + associated);
                return cipher.doFinal(input, offset, length);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int at) {
            return ByteBuffer.wrap(output, at, output.length - at)
                    .put(engineDoFinal(input, offset, length))
                    .position();
        }

        @Override
        protected byte[] engineUpdate(byte[] input, int offset, int length) {
            bytes += length;
            return cipher.update(input, offset, length);
        }

        @Override
        protected int engineGetOutputSize(int length) {
            return cipher.getOutputSize(length);
        }

        @Override
        protected int engineGetBlockSize() {
            return cipher.getBlockSize();
        }

        @Override
        protected byte[] engineGetIV() {
            return cipher.getIV();
        }

        @Override
        protected AlgorithmParameters engineGetParameters() {
            return cipher.getParameters();
        }

        @Override
        protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int at) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineInit(int mode, Key key, SecureRandom random) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineInit(int mode, Key key, AlgorithmParameters parameters, SecureRandom random) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineSetMode(String mode) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineSetPadding(String padding) {
            throw new UnsupportedOperationException();
        }
    }
}
