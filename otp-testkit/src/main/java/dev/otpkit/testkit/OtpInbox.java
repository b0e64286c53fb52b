package dev.otpkit.testkit;

import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A channel that remembers: the mailbox and the telephone of everybody in a test.
 *
 * <pre>{@code
 * OtpInbox inbox = new OtpInbox();
 * OtpService otp = OtpService.builder()
 *     .backend(new MemoryBackend())
 *     .channel(inbox)
 *     .purpose("login")
 *     .development()
 *     .build();
 * otp.request(OtpKey.of("login", "user-42"), Recipient.email("ada@example.com"));   // as the application does
 * String code = inbox.awaitCode(Recipient.email("ada@example.com"));
 * }</pre>
 *
 * <p>Serves every kind of recipient. Each code is handed out once, in the order of arrival, so that after a second request
 * the second code is awaited and the first not found again. Any number of threads may deliver and await.
 *
 * <p><strong>Security.</strong> {@link #developmentOnly()}: it keeps codes in clear. A service refuses it unless told
 * {@code development()}. Its own texts name no address and no code.
 */
public final class OtpInbox implements DeliveryChannel {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<Message> messages = new ArrayList<>();
    private final Deque<Message> unread = new ArrayDeque<>();

    /** An empty inbox. */
    public OtpInbox() {}

    /**
     * The code of the oldest message to this recipient whose code was not handed out yet; waits up to five seconds for
     * one.
     *
     * @throws AssertionError if none came; it says what did come, without addresses and codes
     */
    public String awaitCode(Recipient recipient) {
        return awaitCode(recipient, PATIENCE);
    }

    /**
     * As {@link #awaitCode(Recipient)}, waiting so long.
     *
     * @throws AssertionError if none came, or if the waiting thread was interrupted; its flag is set again
     */
    public String awaitCode(Recipient recipient, Duration patience) {
        lock.lock();
        try {
            long left = patience.toNanos();
            for (Optional<String> code = unreadCode(recipient); ; code = unreadCode(recipient)) {
                if (code.isPresent()) {
                    return code.get();
                }
                if (left <= 0) {
                    throw new AssertionError("no code for " + recipient.masked() + " within "
                            + TimeUnit.NANOSECONDS.toMillis(patience.toNanos()) + " ms: " + whatCame(recipient));
                }
                left = arrived.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a code", e);
        } finally {
            lock.unlock();
        }
    }

    /** All messages to this recipient, the oldest first, whether their codes were handed out or not. */
    public List<Message> messages(Recipient recipient) {
        lock.lock();
        try {
            return messages.stream()
                    .filter(message -> message.recipient().identity().equals(recipient.identity()))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets every message to everybody. */
    public void clear() {
        lock.lock();
        try {
            messages.clear();
            unread.clear();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String name() {
        return "inbox";
    }

    @Override
    public boolean serves(Recipient recipient) {
        return true;
    }

    /** Remembers the message. */
    @Override
    public DeliveryResult deliver(Message message) {
        lock.lock();
        try {
            messages.add(message);
            unread.add(message);
            arrived.signalAll();
            return DeliveryResult.sent();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean developmentOnly() {
        return true;
    }

    private Optional<String> unreadCode(Recipient recipient) {
        for (Message message : unread) {
            Optional<String> code = message.code().map(Message.Code::digits);
            if (code.isPresent() && message.recipient().identity().equals(recipient.identity())) {
                unread.remove(message);
                return code;
            }
        }
        return Optional.empty();
    }

    private String whatCame(Recipient recipient) {
        long here = messages.stream()
                .filter(message -> message.recipient().identity().equals(recipient.identity()))
                .count();
        return here + " earlier messages to this recipient, " + (messages.size() - here) + " to others";
    }

    /** How many messages there are. */
    @Override
    public String toString() {
        lock.lock();
        try {
            return "OtpInbox[" + messages.size() + " messages]";
        } finally {
            lock.unlock();
        }
    }
}
