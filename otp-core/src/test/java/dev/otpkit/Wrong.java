package dev.otpkit;

/** Codes that look like another one and are not. */
final class Wrong {
    private Wrong() {}

    /** The nth code after this one, of the same length and alphabet. */
    static String code(String right, int n) {
        String alphabet = Character.isDigit(right.charAt(0)) ? "0123456789" : "BCDFGHJKLMNPQRSTVWXZ";
        char[] code = right.toCharArray();
        int carry = n;
        for (int i = code.length - 1; i >= 0 && carry > 0; i--) {
            int sum = alphabet.indexOf(code[i]) + carry;
            code[i] = alphabet.charAt(sum % alphabet.length());
            carry = sum / alphabet.length();
        }
        return new String(code);
    }
}
