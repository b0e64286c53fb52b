package together;

import dev.otpkit.OtpKey;
import dev.otpkit.OtpService;
import dev.otpkit.VerifyResult;
import dev.otpkit.delivery.ConsoleChannel;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.delivery.smtp.SmtpChannel;
import dev.otpkit.store.memory.MemoryBackend;

/** Prints each module of ours and how it got its name, then asks for a code and mistakes it. */
public final class Together {
    private Together() {}

    public static void main(String[] args) {
        ModuleLayer.boot().modules().stream()
                .filter(module -> module.getName().startsWith("dev.otpkit"))
                .map(module -> module.getName() + (module.getDescriptor().isAutomatic() ? " automatic" : " named"))
                .sorted()
                .forEach(System.out::println);

        try (OtpService otp = OtpService.builder()
                .backend(new MemoryBackend())
                .channel(new ConsoleChannel())
                .purpose("login")
                .development()
                .build()) {
            OtpKey key = OtpKey.of("login", "user-42");
            System.out.println(otp.request(key, Recipient.email("ada@example.com")).outcome());
            VerifyResult result = otp.verify(key, "not a code");
            System.out.println(result.outcome());
        }

        // Nobody listens there; but a mail has been composed, and a connection tried.
        try (SmtpChannel mail = SmtpChannel.mailpit().port(1).build()) {
            System.out.println(mail.send("ada@example.com", "Hello", "<p>Hello</p>", "Hello"));
        }
    }
}
