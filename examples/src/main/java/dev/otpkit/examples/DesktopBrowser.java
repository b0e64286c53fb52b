package dev.otpkit.examples;

import java.awt.AWTError;
import java.awt.Desktop;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.net.URI;

/** The browser of this desktop, if there is one. */
final class DesktopBrowser {
    private DesktopBrowser() {}

    /** Opens the page, or does nothing: a person who has its address can. */
    static void open(URI page) {
        try {
            if (!GraphicsEnvironment.isHeadless() && Desktop.isDesktopSupported()) {
                Desktop.getDesktop().browse(page);
            }
        } catch (IOException | RuntimeException | AWTError | LinkageError e) {
            return; // a display that is not there, a JDK without its libraries, no browser
        }
    }
}
