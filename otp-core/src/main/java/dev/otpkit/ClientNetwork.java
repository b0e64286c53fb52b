package dev.otpkit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The network that a client's address belongs to, since one person holds a whole IPv6 /64.
 *
 * @param address of single requests: an IPv4 address, an IPv6 /64
 * @param neighbourhood of wrong guesses: an IPv4 /24, an IPv6 /64
 */
record ClientNetwork(String address, String neighbourhood) {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

    static ClientNetwork of(String ip) {
        if (ip.length() > 45
                || (!IPV4.matcher(ip).matches() && !IPV6.matcher(ip).matches())) {
            throw notALiteral();
        }
        try {
            // A literal is never looked up; an IPv4 address in IPv6 clothes comes back as IPv4.
            byte[] bytes = InetAddress.getByName(ip).getAddress();
            return bytes.length == 4
                    ? new ClientNetwork(hex(bytes, 4), hex(bytes, 3))
                    : new ClientNetwork(hex(bytes, 8), hex(bytes, 8));
        } catch (UnknownHostException e) {
            throw notALiteral();
        }
    }

    private static IllegalArgumentException notALiteral() {
        return new IllegalArgumentException("clientIp must be an IPv4 or IPv6 literal");
    }

    private static String hex(byte[] bytes, int length) {
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, length));
    }

    @Override
    public String toString() {
        return "ClientNetwork[]";
    }
}
