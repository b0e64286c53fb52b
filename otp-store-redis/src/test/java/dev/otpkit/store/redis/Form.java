package dev.otpkit.store.redis;

/** How much of a heavy test is run: {@code -Dform=ci} and {@code -Dform=whole} run more than an everyday build. */
final class Form {
    private static final String NAME = System.getProperty("form", "everyday");

    private Form() {}

    static int of(int everyday, int ci, int whole) {
        return switch (NAME) {
            case "everyday" -> everyday;
            case "ci" -> ci;
            case "whole" -> whole;
            default -> throw new IllegalArgumentException("form must be everyday, ci or whole: " + NAME);
        };
    }
}
