package dev.otpkit.delivery;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A bare addr-spec: dot-atoms, letters of any script, a domain of at least two labels. */
final class EmailAddress {

    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST = 254;

    /** RFC 5322 atext and RFC 6531's letters; marks may follow them. No quotes: nobody can tell those mailboxes apart. */
    private static final Pattern LOCAL = Pattern.compile(atoms("[\\p{L}\\p{Nd}!#$%&'*+/=?^_`{|}~\\-]"));

    private static final Pattern DOMAIN_TYPED =
            Pattern.compile("[\\p{L}\\p{M}\\p{Nd}.\\-\u3002\uFF0E\uFF61&&[^\u00DF\u1E9E\u03C2]]{1,253}");

    /** Letters, digits and hyphens; the last label has a letter, so that no IP address passes. */
    private static final Pattern DOMAIN = Pattern.compile(
            "(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])");

    private EmailAddress() {}

    private static String atoms(String letter) {
        String atom = letter + "(?:" + letter + "|\\p{M})*+";
        return atom + "(?:\\." + atom + ")*+";
    }

    static Optional<String> parse(String text) {
        int at = text.indexOf('@');
        if (at < 1 || text.length() > LONGEST) {
            return Optional.empty();
        }
        String local = text.substring(0, at);
        if (!LOCAL.matcher(local).matches() || octets(local) > LONGEST_LOCAL) {
            return Optional.empty();
        }
        return domain(text.substring(at + 1))
                .map(domain -> local + '@' + domain)
                .filter(address -> octets(address) <= LONGEST);
    }

    private static Optional<String> domain(String typed) {
        return ascii(typed)
                .map(ascii -> ascii.toLowerCase(Locale.ROOT))
                .filter(ascii -> DOMAIN.matcher(ascii).matches());
    }

    private static Optional<String> ascii(String domain) {
        if (octets(domain) == domain.length()) {
            return Optional.of(domain); // nothing to translate, and the usual case
        }
        if (!DOMAIN_TYPED.matcher(domain).matches()) {
            return Optional.empty();
        }
        try {
            // IDNA 2003, all the JDK has: what 2008 maps to another domain was refused above.
            return Optional.of(IDN.toASCII(domain));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static String masked(String address) {
        String domain = address.substring(address.indexOf('@') + 1);
        return Text.first(address) + "***@" + Text.first(domain) + "***" + domain.substring(domain.lastIndexOf('.'));
    }

    static String countedAs(String address) {
        int at = address.indexOf('@');
        String local = Text.fold(address.substring(0, at));
        String domain = address.substring(at + 1);
        int tag = local.indexOf('+');
        if (tag > 0) {
            local = local.substring(0, tag);
        }
        if (domain.equals("gmail.com") || domain.equals("googlemail.com")) {
            local = local.replace(".", "");
            domain = "gmail.com";
        }
        return local + '@' + domain;
    }
}
