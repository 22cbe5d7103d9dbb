package dev.mcppolicy.testkit.report;

/** The words for numbers of things. */
final class Wording {
    private Wording() {}

    static String count(int number, String noun) {
        return count(number, noun, noun + "s");
    }

    static String count(int number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }

    /** What is shown, and what is not noticed where there is such. */
    static String figures(Tally goals, int survivors) {
        String notNoticed = survivors == 0 ? "" : count(survivors, "change") + " not noticed";
        if (goals.of() == 0) {
            return notNoticed;
        }
        return goals + " shown" + (notNoticed.isEmpty() ? "" : ", " + notNoticed);
    }
}
