package dev.otpkit.delivery.twilio;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The JVM's proxy, for as long as it is open, which answers everybody the same. */
final class RefusingProxy implements AutoCloseable {
    /** The first lines of what it was asked. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    private final ProxySelector before = ProxySelector.getDefault();
    private final ServerSocket door;
    private final String answer;

    RefusingProxy(String answer) {
        this.answer = answer;
        try {
            door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ProxySelector.setDefault(
                ProxySelector.of(InetSocketAddress.createUnresolved("127.0.0.1", door.getLocalPort())));
        new Thread(this::serve).start();
    }

    private void serve() {
        while (!door.isClosed()) {
            try (Socket socket = door.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                asked.add(String.valueOf(in.readLine()));
                for (String line = in.readLine(); line != null && !line.isEmpty(); ) {
                    line = in.readLine();
                }
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                continue; // closed, or the other side is gone
            }
        }
    }

    @Override
    public void close() throws IOException {
        ProxySelector.setDefault(before);
        door.close();
    }
}
