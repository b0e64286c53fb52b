package dev.otpkit.examples;

import dev.otpkit.code.CodeFormat;

/** What people see of the programs here: HTML that needs no script. All that is not ours is escaped on its way in. */
final class WebPage {
    private WebPage() {}

    /** Asks whom the code is for. */
    static String address(String typed, String said) {
        return page("Confirm your address", said, """
                <form method="post" action="/code">
                <label for="to">E-mail address, or phone number like +14155550100</label>
                <input id="to" name="to" value="%s" autocomplete="email" required autofocus>
                <button>Send a code</button>
                </form>
                """.formatted(escaped(typed)));
    }

    /** Asks for the code, and says how far its message is. */
    static String code(CodeFormat format, String to, String state, String said) {
        return page("Type your code", said, """
                <form method="post" action="/verify">
                <label for="code">The %d characters that were sent to %s</label>
                <input id="code" name="code" autocomplete="one-time-code" inputmode="%s" required autofocus>
                <button>Confirm</button>
                </form>
                <p>%s <a href="/code">Look again</a> or <a href="/">start again</a>.</p>
                """.formatted(
                        format.length(), escaped(to), format.inputMode(), escaped(state)));
    }

    /** The end. */
    static String confirmed(String to) {
        return page(
                "Confirmed",
                "Whoever uses this browser reads what is sent to " + to + ".",
                "<p><a href=\"/\">Again</a></p>\n");
    }

    /** A page with a few words and a way on. */
    static String words(String said) {
        return page("otpkit demo", said, "<p><a href=\"/\">To the start</a></p>\n");
    }

    /** A page with a few words, from which no way leads on. */
    static String last(String title, String said) {
        return page(title, said, "");
    }

    private static String page(String title, String said, String content) {
        String status = said.isEmpty() ? "" : "<p role=\"status\">" + escaped(said) + "</p>\n";
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s</title>
                <style>
                :root { color-scheme: light dark; font: 18px/1.5 system-ui, sans-serif }
                body { max-width: 26rem; margin: 12vh auto; padding: 0 1.2rem }
                label, input, button { display: block; width: 100%%; box-sizing: border-box; font: inherit }
                input, button { padding: .6rem .8rem; margin: .4rem 0 1rem; border: 1px solid #777; border-radius: .5rem }
                button { background: #1a56c4; border-color: #1a56c4; color: #fff; cursor: pointer }
                #code { font-size: 1.6rem; letter-spacing: .2em; text-align: center }
                :focus-visible { outline: 3px solid #e08a00; outline-offset: 2px }
                </style>
                </head>
                <body>
                <main>
                <h1>%1$s</h1>
                %2$s</main>
                </body>
                </html>
                """.formatted(escaped(title), status + content);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
