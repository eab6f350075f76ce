package sealswarm.embedded.keycloak;

import java.io.IOException;

/**
 * Runs inside the child process: Keycloak, and beside it a watch on standard input, whose other end the parent holds and never
 * writes to. When the parent is gone, however it went, the child ends too.
 */
public final class ChildMain {
    private static final String KEYCLOAK = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";
    private static final long GRACE_MILLIS = 8_000;

    private ChildMain() {}

    /** Arguments are Keycloak's. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        daemon("parent-watch", ChildMain::endWithParent);
        Class.forName(KEYCLOAK).getMethod("main", String[].class).invoke(null, (Object) arguments);
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // the parent sends nothing
            }
        } catch (IOException e) {
            // a broken pipe is the end as well
        }
        daemon("parent-watch-halt", ChildMain::haltAfterGrace);
        Runtime.getRuntime().exit(0);
    }

    private static void haltAfterGrace() {
        try {
            Thread.sleep(GRACE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
