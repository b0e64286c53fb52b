package dev.otpkit.delivery.http;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JVM's proxies, for what is encrypted: any of them would read plain text, which is for this machine alone. */
final class EncryptedOnly extends ProxySelector {

    @Override
    public List<Proxy> select(URI address) {
        @Nullable ProxySelector jvm = ProxySelector.getDefault();
        return jvm == null || Addresses.isPlain(address) ? List.of(Proxy.NO_PROXY) : jvm.select(address);
    }

    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException thrown) {
        @Nullable ProxySelector jvm = ProxySelector.getDefault();
        if (jvm != null) {
            jvm.connectFailed(address, proxy, thrown);
        }
    }
}
