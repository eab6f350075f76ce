package sealswarm.trial.crash;

import java.io.IOException;

/** Runs another main class and ends with its parent: a test that is killed must not leave children behind. */
public final class OrphanMain {
    private OrphanMain() {}

    public static void main(String[] arguments) throws Exception {
        Thread watch = new Thread(OrphanMain::endWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        String[] rest = new String[arguments.length - 1];
        System.arraycopy(arguments, 1, rest, 0, rest.length);
        Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    }

    /** The parent holds the other end of standard input and never writes to it. */
    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // nothing is ever sent
            }
        } catch (IOException e) {
            // as good as the end
        }
        Runtime.getRuntime().halt(86);
    }
}
