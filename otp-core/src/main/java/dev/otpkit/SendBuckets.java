package dev.otpkit;

import dev.otpkit.delivery.Destination;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.store.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which buckets a message counts in. */
final class SendBuckets {
    private final SendLimits limits;
    private final Keyring keyring;

    SendBuckets(SendLimits limits, Keyring keyring) {
        this.limits = limits;
        this.keyring = keyring;
    }

    List<Bucket> of(Recipient recipient, Slot slot, Optional<ClientNetwork> client, Destination destination) {
        List<Bucket> buckets = new ArrayList<>();
        if (!limits.of(Bucket.Kind.SUBJECT).isEmpty()) {
            buckets.add(new Bucket(Bucket.Kind.SUBJECT, slot.subject(), limits.of(Bucket.Kind.SUBJECT)));
        }
        add(buckets, Bucket.Kind.RECIPIENT, Optional.of(recipient.countedAs()));
        add(buckets, Bucket.Kind.CLIENT_IP, client.map(ClientNetwork::address));
        add(buckets, Bucket.Kind.COUNTRY, destination.country());
        add(buckets, Bucket.Kind.PREFIX, destination.prefix());
        add(buckets, Bucket.Kind.GLOBAL, Optional.of(""));
        return buckets;
    }

    /** The person's own: what is given back for a message that was certainly not sent. */
    static List<Bucket> personal(List<Bucket> buckets) {
        return buckets.stream()
                .filter(bucket -> bucket.kind() == Bucket.Kind.RECIPIENT || bucket.kind() == Bucket.Kind.SUBJECT)
                .toList();
    }

    private void add(List<Bucket> buckets, Bucket.Kind kind, Optional<String> what) {
        if (what.isPresent() && !limits.of(kind).isEmpty()) {
            buckets.add(new Bucket(kind, keyring.sharedBucket(kind, what.get()), limits.of(kind)));
        }
    }
}
