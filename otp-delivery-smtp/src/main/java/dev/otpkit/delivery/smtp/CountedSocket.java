package dev.otpkit.delivery.smtp;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A connection under everything else: no write lasts for ever, no answer is without end, and in plain text it leads to this
 * machine alone.
 */
final class CountedSocket extends Socket {
    // An answer is kept in memory until its end. Certificates come as an answer too, and are the longest honest one.
    private static final int LONGEST_ANSWER = 128 * 1024;

    private final ScheduledExecutorService timer;
    private final Duration writeTimeout;
    private final boolean loopbackOnly;
    private int heard;

    CountedSocket(ScheduledExecutorService timer, Duration writeTimeout, boolean loopbackOnly) {
        super(Proxy.NO_PROXY); // a SOCKS proxy of the JVM's would resolve and connect elsewhere
        this.timer = timer;
        this.writeTimeout = writeTimeout;
        this.loopbackOnly = loopbackOnly;
    }

    @Override
    public void connect(SocketAddress server, int timeout) throws IOException {
        InetAddress address = ((InetSocketAddress) server).getAddress();
        if (loopbackOnly && !address.isLoopbackAddress()) {
            throw new IOException("plain text is for loopback only");
        }
        super.connect(server, timeout);
    }

    /** A command goes out: what comes from now on is the answer to it. */
    void ask() {
        heard = 0;
    }

    /** Whether anything came since the last command, a TLS handshake's bytes included. */
    boolean isAnswered() {
        return heard > 0;
    }

    /** Whether something has come that nobody has read. */
    boolean isUnread() throws IOException {
        return super.getInputStream().available() > 0;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                int count = in.read(bytes, from, length);
                heard += Math.max(0, count);
                if (heard > LONGEST_ANSWER) {
                    cut();
                    throw new IOException("an answer without end");
                }
                return count;
            }

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }
        };
    }

    /** Sockets do not time out while they write: a server that reads nothing would hold the thread. */
    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                Future<?> alarm;
                try {
                    alarm = timer.schedule(CountedSocket.this::cut, writeTimeout.toNanos(), TimeUnit.NANOSECONDS);
                } catch (RejectedExecutionException e) {
                    throw new IOException("the channel is closed");
                }
                try {
                    out.write(bytes, from, length);
                } finally {
                    alarm.cancel(false);
                }
            }

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }
        };
    }

    /** Ends it from another thread: whoever reads or writes gets an exception. */
    void cut() {
        try {
            close();
        } catch (IOException e) {
            return; // it is gone either way
        }
    }
}
