package dev.otpkit;

/**
 * People who log in twice a day: six in ten live in one country, three in another, one in a third. They type 85 codes of a
 * hundred.
 *
 * @param people who are there from the first day on; on the second, one login in ten is of somebody new
 * @param ranges of ten thousand numbers that they are spread over in each country, from {@link #FIRST_RANGE} on
 */
record Crowd(int people, int ranges) {
    static final int FIRST_RANGE = 5_000;
    static final String MOST = "+447";
    static final String FEWEST = "+994";

    /** Of one of the people, or beyond their count of somebody new. */
    String number(int which) {
        String country = which % 10 < 6 ? MOST : which % 10 < 9 ? "+331" : FEWEST;
        return number(country, FIRST_RANGE + which % ranges, which / ranges);
    }

    static String number(String country, int range, int n) {
        return country + fourDigits(range) + fourDigits(n);
    }

    private static String fourDigits(int number) {
        return Integer.toString(10_000 + number % 10_000).substring(1);
    }
}
