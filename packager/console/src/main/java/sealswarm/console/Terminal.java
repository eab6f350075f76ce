package sealswarm.console;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** Whether this process talks to a person. */
final class Terminal {
    private Terminal() {}

    /** Up to JDK 21 a console object means a terminal; from JDK 22 on the object always exists and has to be asked. */
    @SuppressWarnings("SystemConsoleNull") // handled: see the comment above
    static boolean isPresent() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
