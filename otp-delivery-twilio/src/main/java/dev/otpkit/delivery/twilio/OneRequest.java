package dev.otpkit.delivery.twilio;

import com.twilio.exception.ApiException;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.http.Answer;
import dev.otpkit.delivery.http.Undelivered;
import dev.otpkit.delivery.http.Wire;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's client for one request: the SDK builds it and reads the answer, and that is all. Its own {@code request} logs
 * the request and the answer's headers, and sends three times on a 5xx.
 */
final class OneRequest extends TwilioRestClient {
    private final Account account;
    private final Account.Door door;
    private final Wire wire;
    private @Nullable Answer answer;

    private OneRequest(Account account, Account.Door door, Wire wire) {
        super(new Builder(account.user(), account.secret()).accountSid(account.sid()));
        this.account = account;
        this.door = door;
        this.wire = wire;
    }

    /** Hands over what the order makes of a client: the name that Twilio gave it. */
    static DeliveryResult of(
            Account account, Account.Door door, Wire wire, Function<TwilioRestClient, @Nullable String> order) {
        OneRequest request = new OneRequest(account, door, wire);
        @Nullable String sid = null;
        @Nullable Integer code = null;
        try {
            sid = order.apply(request);
        } catch (Undelivered known) {
            return known.result();
        } catch (ApiException e) {
            code = e.getCode(); // and nothing else: its text has the number that was called
        } catch (RuntimeException e) {
            sid = null; // an answer that the SDK cannot read; its exceptions quote it
        }
        return request.answer == null
                ? DeliveryResult.permanent("request not built").blaming(Fault.OURS)
                : Verdict.of(request.answer, sid, code);
    }

    @Override
    public Response request(Request request) {
        if (answer != null) {
            throw new IllegalStateException("one request is one request");
        }
        answer = wire.post(
                uri(request, door),
                Map.of(
                        "Authorization", account.authorization(),
                        "Content-Type", "application/x-www-form-urlencoded",
                        "Accept", "application/json"),
                request.encodeFormBody().getBytes(StandardCharsets.UTF_8));
        return new Response(answer.body(), answer.status());
    }

    static URI uri(Request request, Account.Door door) {
        request.setRegion(door.region());
        request.setEdge(door.edge());
        URL url = request.constructURL();
        return door.instead() == null
                ? URI.create(url.toString())
                : door.instead().resolve(url.getPath());
    }
}
