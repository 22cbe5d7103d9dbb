package dev.mcppolicy.engine;

import java.io.IOException;

/** Checked exceptions where none is declared, as code in Kotlin, Groovy or Scala throws them. */
final class Undeclared {
    private Undeclared() {}

    /** Throws; the result is for the compiler. */
    static RuntimeException failure() {
        return thrown(new IOException("what is called is broken"));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the compiler takes the exception for unchecked
    private static <X extends Throwable> RuntimeException thrown(Throwable failure) throws X {
        throw (X) failure;
    }
}
