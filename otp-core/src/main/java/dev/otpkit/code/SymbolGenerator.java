package dev.otpkit.code;

import java.security.SecureRandom;
import java.util.Optional;

/** Symbols of one ASCII alphabet, drawn one by one. */
final class SymbolGenerator implements OtpGenerator {

    private static final int LONGEST_TYPED = 64;

    private final SecureRandom random = new SecureRandom();
    private final CodeFormat format;
    private final String alphabet;

    /** ASCII char to symbol, 0 where there is none. */
    private final char[] symbols = new char[128];

    /** A byte from here on is drawn again: below it every symbol has the same number of bytes. */
    private final int fair;

    /** Look-alikes are pairs: the symbol, and the char that no code holds but is read as that symbol. */
    SymbolGenerator(CodeFormat.Alphabet kind, String alphabet, String lookAlikes, int length) {
        this.format = new CodeFormat(length, kind);
        this.alphabet = alphabet;
        this.fair = 256 - 256 % alphabet.length();
        for (int i = 0; i < alphabet.length(); i++) {
            char symbol = alphabet.charAt(i);
            symbols[symbol] = symbol;
            if (symbol >= 'A' && symbol <= 'Z') {
                symbols[symbol + ('a' - 'A')] = symbol;
            }
        }
        for (int i = 0; i < lookAlikes.length(); i += 2) {
            symbols[lookAlikes.charAt(i + 1)] = lookAlikes.charAt(i);
        }
    }

    @Override
    public String generate() {
        // Six to spare: one draw in sixteen is refused at worst, and a call to the source costs more than its bytes.
        byte[] drawn = new byte[format.length() + 6];
        char[] code = new char[format.length()];
        int made = 0;
        while (made < code.length) {
            random.nextBytes(drawn);
            for (int i = 0; i < drawn.length && made < code.length; i++) {
                int draw = drawn[i] & 0xff;
                if (draw < fair) {
                    code[made++] = alphabet.charAt(draw % alphabet.length());
                }
            }
        }
        return new String(code);
    }

    @Override
    public Optional<String> read(String typed) {
        if (typed.length() > LONGEST_TYPED) {
            return Optional.empty();
        }
        char[] code = new char[format.length()];
        int found = 0;
        boolean hyphen = false;
        for (int i = 0; i < typed.length(); ) {
            int c = typed.codePointAt(i);
            i += Character.charCount(c);
            if (Typed.isBlank(c)) {
                continue;
            }
            if (Typed.isHyphen(c)) {
                if (found == 0) {
                    return Optional.empty();
                }
                hyphen = true;
                continue;
            }
            int symbol = symbol(Typed.toAscii(c));
            if (symbol == 0 || found == code.length) {
                return Optional.empty();
            }
            code[found++] = (char) symbol;
            hyphen = false;
        }
        return found == code.length && !hyphen ? Optional.of(new String(code)) : Optional.empty();
    }

    private int symbol(int c) {
        return c < symbols.length ? symbols[c] : 0;
    }

    @Override
    public double bits() {
        return format.length() * Math.log(alphabet.length()) / Math.log(2);
    }

    @Override
    public CodeFormat format() {
        return format;
    }

    @Override
    public String toString() {
        return format.toString();
    }
}
