package dev.otpkit;

import dev.otpkit.delivery.Courier;
import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.DeliveryReport;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.SlotStatus;
import dev.otpkit.store.StoreException;
import dev.otpkit.template.MessageTemplate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends a person a short code and verifies it once.
 *
 * <pre>{@code
 * try (OtpService otp = OtpService.builder()
 *     .backend(new MemoryBackend())
 *     .channel(new ConsoleChannel())
 *     .purpose("login")
 *     .development()
 *     .build()) {
 *
 *   OtpKey key = OtpKey.of("login", "user-42");
 *   otp.request(key, Recipient.email("ada@example.com"));
 *   VerifyResult result = otp.verify(key, "493021");
 * }
 * }</pre>
 *
 * <p>Guarantees, whatever is raced, repeated or lost on the way:
 *
 * <ul>
 *   <li>exactly one caller is ever told {@code ACCEPTED} for a code, and only while it lives;
 *   <li>a code bears so many guesses as its policy says, a subject so many wrong ones as its budget says; no resend, no
 *       fresh code and no success refills either;
 *   <li>a phone or mailbox gets no more messages in any window than the limits say;
 *   <li>no code is sent that was not stored, and none is sent twice after a provider may have taken it;
 *   <li>a store that cannot answer is a {@link StoreException}, from every call: nothing was accepted, and no code was
 *       sent; what was to be erased may be there still.
 * </ul>
 *
 * <p>Thread-safe; one service for the whole application. After {@link #close} every call is an {@link
 * IllegalStateException}.
 */
public final class OtpService implements AutoCloseable {
    final Assembly with;

    private OtpService(Assembly with) {
        this.with = with;
        with.events.of(OtpEvent.Kind.STARTED);
    }

    /** Starts wiring a service. */
    public static Builder builder() {
        return new Builder();
    }

    /** Asks for a code: {@link #request(OtpRequest)} with nothing but a key and a recipient. */
    public RequestResult request(OtpKey key, Recipient recipient) {
        return request(OtpRequest.of(key, recipient));
    }

    /**
     * Limits, generates, stores, renders and delivers a code.
     *
     * @throws IllegalArgumentException for a purpose that was not declared, or recipients that its policy does not allow
     * @throws StoreException when the backend cannot answer; no code was sent
     */
    public RequestResult request(OtpRequest request) {
        return new RequestWalk(with, request).walk();
    }

    /**
     * Verifies what a person typed, whatever that is: the same as with a client's IP, with less defended.
     *
     * @throws IllegalArgumentException for a purpose that was not declared
     * @throws StoreException when the backend cannot answer: let nobody in. The code may be used up by then, so ask for
     *     another
     */
    public VerifyResult verify(OtpKey key, @Nullable String typed) {
        return new VerifyWalk(with, key, Optional.empty()).walk(typed);
    }

    /**
     * Verifies what a person typed, for the client at this address. Wrong guesses are counted for its network, and too
     * many of them cost it the codes that somebody has failed at already.
     *
     * @throws IllegalArgumentException for a purpose that was not declared, or a client IP that is no literal
     * @throws StoreException when the backend cannot answer: let nobody in. The code may be used up by then, so ask for
     *     another
     */
    public VerifyResult verify(OtpKey key, @Nullable String typed, String clientIp) {
        return new VerifyWalk(with, key, Optional.of(ClientNetwork.of(clientIp))).walk(typed);
    }

    /**
     * Gives a receipt back, once: the key it was made for, if this call is the one that redeems it.
     *
     * @throws IllegalArgumentException for a purpose that was not declared
     * @throws StoreException when the backend cannot answer; it may be redeemed or not
     */
    public Optional<OtpKey> redeem(String purpose, Receipt receipt) {
        return new RedeemWalk(with, purpose).walk(receipt);
    }

    /** What is known of a key's code, without touching it. */
    public OtpStatus status(OtpKey key) {
        Purpose purpose = with.purpose(key.purpose());
        byte[] text = with.keyring.text(key);
        SlotStatus known = with.store.status(with.keyring.slot(key, text, purpose.budget()));
        return OtpStatus.of(
                known,
                known.spent() && purpose.policy().lockWhenSpent(),
                known.entry().flatMap(entry -> with.keyring.open(text, entry)).map(SealedCode::sentTo),
                with.storage());
    }

    /** Forgets a key's code and its receipt, and withdraws its message if that waits here; failures and send limits stay. */
    public void cancel(OtpKey key) {
        with.waiting.withdraw(with.erase(key, OtpStore.Part.CODE, OtpEvent.Kind.CANCELLED));
    }

    /** Forgets the failures of a key's subject, in the budget of the key's purpose: an administrator's decision. */
    public void unlock(OtpKey key) {
        with.erase(key, OtpStore.Part.FAILURES, OtpEvent.Kind.UNLOCKED);
    }

    /**
     * Takes what a provider said later about a message: the courier joins it to its handle, and the listeners are told.
     *
     * <p>A message has one last word, the first, over all nodes and restarts: what is said of it in the three days after,
     * the same again or its opposite, changes nothing. So too over all services on one backend, whatever their namespaces:
     * the one that is told first tells its listeners; let it be one with the courier that sent. A message that this JVM
     * does not know is told of all the same: another node may have sent it. While the shared store is lost, each node
     * counts for itself.
     *
     * @return whether it was news
     * @throws StoreException when the backend cannot answer; nothing was changed, so let the provider ask again
     */
    public boolean report(DeliveryReport report) {
        return new ReportWalk(with).walk(report);
    }

    /** What carries the messages; other messages may go the same way, unlimited. */
    public Courier courier() {
        return with.courier;
    }

    /** What the purposes and limits of this service amount to. */
    public SecurityReport securityReport() {
        return with.report;
    }

    /**
     * Refuses what comes after, and closes the channels that the builder was given, once their courier has
     * {@linkplain Courier#close drained}; a courier, a client or a pool that was handed over stays open.
     */
    @Override
    public void close() {
        with.close();
    }

    /**
     * Wires a service; {@link #build} refuses what is missing or unsafe, and says which call mends it. What there is one
     * of is said once: a second call is an {@link IllegalStateException}.
     */
    public static final class Builder {
        private final Parts parts = new Parts();

        private Builder() {}

        /** Where codes live and messages are counted. */
        public Builder backend(OtpBackend backend) {
            parts.once("backend");
            parts.backend = backend;
            return this;
        }

        /** What keeps a stolen store worthless; needed by every backend that other processes see. */
        public Builder secrets(Secrets secrets) {
            parts.once("secrets");
            parts.secrets = secrets;
            return this;
        }

        /** A way to people, closed with the service; the second of a kind takes over what the first surely did not send. */
        public Builder channel(DeliveryChannel channel) {
            parts.channel(channel);
            return this;
        }

        /** A courier that others use too, instead of channels; it is not closed with the service. */
        public Builder courier(Courier courier) {
            parts.once("courier");
            parts.courier = courier;
            return this;
        }

        /** Declares a purpose with the service's {@link #policy}. */
        public Builder purpose(String name) {
            parts.purpose(name, Optional.empty());
            return this;
        }

        /** Declares a purpose with a policy of its own. */
        public Builder purpose(String name, OtpPolicy policy) {
            parts.purpose(name, Optional.of(policy));
            return this;
        }

        /** The policy of purposes that have none of their own. */
        public Builder policy(OtpPolicy policy) {
            parts.once("policy");
            parts.policy = policy;
            return this;
        }

        /**
         * Declares a budget of wrong guesses that policies may name; {@link OtpPolicy#SHARED_BUDGET} to change the one that
         * all share: 10 in 24 hours and 60 in 30 days. Of any, 100 in a row are the end. A name is 1 to 16 lower-case
         * letters and digits, a limit at most 100 failures in at most 30 days.
         */
        public Builder budget(String name, Limit... limits) {
            parts.budget(name, limits);
            return this;
        }

        /** What phones, mailboxes and networks suffer at most. */
        public Builder limits(SendLimits limits) {
            parts.once("limits");
            parts.limits = limits;
            return this;
        }

        /** Guesses taken of one key in this JVM, and wrong ones of one network: 30 a minute and 50 an hour. */
        public Builder verifyLimits(Limit perKey, Limit perNetwork) {
            parts.once("verifyLimits");
            parts.perKey = perKey;
            parts.perNetwork = perNetwork;
            return this;
        }

        /** What messages say. */
        public Builder template(MessageTemplate template) {
            parts.once("template");
            parts.template = template;
            return this;
        }

        /** Is told what happens; several may be. */
        public Builder listener(OtpListener listener) {
            parts.listeners.add(listener);
            return this;
        }

        /** Keeps codes and counts of subjects apart from other applications on the same backend. */
        public Builder namespace(String namespace) {
            parts.once("namespace");
            parts.namespace = OtpKey.requireName("a namespace", namespace);
            return this;
        }

        /**
         * Goes on with a local backend while the shared one is lost, on each of so many nodes: new codes only, and each
         * node with its share of half of every limit.
         */
        public Builder onStoreLoss(OtpBackend local, int nodes) {
            parts.once("onStoreLoss");
            parts.onStoreLoss(local, nodes);
            return this;
        }

        /** Allows what only a developer's machine may have: the console, an inbox, a secret made up at start. */
        public Builder development() {
            parts.development = true;
            return this;
        }

        /**
         * The service.
         *
         * @throws IllegalStateException naming the call that is missing, or what is unsafe with its value and bound
         */
        public OtpService build() {
            return new OtpService(Assembly.of(parts));
        }
    }
}
