package dev.otpkit.delivery.gmail;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;

/** Somebody else's JSON: whatever it is, what is not there is empty. */
record Json(JsonElement element) {
    private static final Json NOTHING = new Json(new JsonObject());

    static Json of(String text) {
        try {
            return new Json(JsonParser.parseString(text));
        } catch (JsonParseException e) {
            return NOTHING;
        }
    }

    Json get(String name) {
        return element instanceof JsonObject object && object.has(name) ? new Json(object.get(name)) : NOTHING;
    }

    /** The elements of a list. */
    List<Json> all(String name) {
        List<Json> all = new ArrayList<>();
        if (get(name).element instanceof JsonArray array) {
            array.forEach(one -> all.add(new Json(one)));
        }
        return all;
    }

    String text(String name) {
        JsonElement value = get(name).element;
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString() ? value.getAsString() : "";
    }

    @Override
    public String toString() {
        return "Json[redacted]";
    }
}
