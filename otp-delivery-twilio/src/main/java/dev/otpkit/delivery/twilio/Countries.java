package dev.otpkit.delivery.twilio;

import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.otpkit.delivery.Destination;
import dev.otpkit.delivery.Recipient;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which numbers may cost money: those of countries that were named, of the types that people have. */
final class Countries {
    private static final int BOUGHT_TOGETHER = 4;

    private final @Nullable Set<String> allowed;

    private Countries(@Nullable Set<String> allowed) {
        this.allowed = allowed;
    }

    static Countries all() {
        return new Countries(null);
    }

    static Countries of(Set<String> regions) {
        if (regions.isEmpty()) {
            throw new IllegalArgumentException("countries must be 1 or more");
        }
        regions.forEach(PhoneNumbers::requireRegion);
        return new Countries(Set.copyOf(regions));
    }

    /** A number as it is to be dialled, and what is thought of it. What was judged is what is dialled. */
    record Place(Destination destination, String number) {}

    Place place(Recipient recipient) {
        Optional<PhoneNumber> parsed = PhoneNumbers.parse(recipient.address(), null);
        if (parsed.isEmpty()) {
            return refused("not a number in use");
        }
        PhoneNumber number = parsed.get();
        PhoneNumberType type = PhoneNumbers.plan().getNumberType(number);
        String region = PhoneNumbers.plan().getRegionCodeForNumber(number);
        if (type == PhoneNumberType.UNKNOWN || region == null) {
            return refused("not a number in use");
        }
        if (region.equals("001")) {
            return refused("number of no country"); // satellites and networks of the world: what pumpers like best
        }
        String refusal = refusal(type, recipient.kind());
        if (!refusal.isEmpty()) {
            return refused(refusal);
        }
        if (allowed != null && !allowed.contains(region)) {
            return refused("country not allowed");
        }
        String e164 = PhoneNumbers.e164(number);
        if (!e164.equals(recipient.address())) {
            // A zero or a prefix that is dialled at home: limits count by spelling, so one phone would have many.
            return refused("number not as dialled from abroad");
        }
        return new Place(Destination.to(region, e164.substring(0, e164.length() - BOUGHT_TOGETHER)), e164);
    }

    private static Place refused(String reason) {
        return new Place(Destination.refused(reason), "");
    }

    /** Empty for what people have, and what this kind of message reaches. */
    private static String refusal(PhoneNumberType type, String kind) {
        boolean text = kind.equals(Recipient.SMS);
        return switch (type) {
            case MOBILE, FIXED_LINE_OR_MOBILE -> "";
            case FIXED_LINE -> text ? "fixed line" : "";
            case VOIP -> text ? "internet number" : ""; // few take texts, and whole ranges are for rent
            case PREMIUM_RATE -> "premium number";
            case SHARED_COST -> "shared-cost number";
            case PERSONAL_NUMBER -> "personal number"; // forwards anywhere, at any price
            case TOLL_FREE -> "toll-free number";
            case PAGER -> "pager";
            case VOICEMAIL -> "voicemail number";
            default -> "company number";
        };
    }
}
