package dev.otpkit.delivery.twilio;

import java.util.List;
import java.util.Map;

/** The JSON that Twilio answers with, as its documentation shows it. It repeats the number and the text. */
final class Bodies {
    private Bodies() {}

    static String created(String sid, Map<String, List<String>> form, boolean call) {
        String to = quoted(form.getOrDefault("To", List.of("")).get(0));
        return call
                ? "{\"sid\":\"" + sid + "\",\"account_sid\":\"" + Sink.SID + "\",\"to\":" + to
                        + ",\"from\":\"+447400123456\",\"status\":\"queued\",\"direction\":\"outbound-api\",\"api_version\":"
                        + "\"2010-04-01\",\"date_created\":\"Fri, 18 Oct 2024 17:00:00 +0000\",\"price_unit\":\"USD\","
                        + "\"duration\":null,\"subresource_uris\":{},\"something_new\":{\"a\":[1]}}"
                : "{\"account_sid\":\"" + Sink.SID + "\",\"api_version\":\"2010-04-01\",\"body\":"
                        + quoted(form.getOrDefault("Body", List.of("")).get(0))
                        + ",\"date_created\":\"Thu, 24 Aug 2023 05:01:45 +0000\",\"date_sent\":null,\"direction\":"
                        + "\"outbound-api\",\"error_code\":null,\"error_message\":null,\"from\":\"+447400123456\","
                        + "\"num_media\":\"0\",\"num_segments\":\"1\",\"price\":null,\"price_unit\":null,\"sid\":\""
                        + sid
                        + "\",\"status\":\"queued\",\"subresource_uris\":{\"media\":\"/x\"},\"to\":" + to
                        + ",\"uri\":\"/x.json\",\"something_new\":[1,2]}";
    }

    static String error(int status, int code, Map<String, List<String>> form) {
        return "{\"code\":" + code + ",\"message\":"
                + quoted("The 'To' number " + form.get("To") + " is wrong for " + form.get("Body"))
                + ",\"more_info\":\"https://www.twilio.com/docs/errors/" + code + "\",\"status\":" + status + "}";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
