package sealswarm.console.exit;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Reads a throwable that no command expected as the refusal a person can act on. Pure. */
public final class Diagnosis {
    /** Causes beyond this depth are not looked at. */
    static final int MAX_CAUSES = 16;

    private static final String UNNAMED = "io-failure";

    private Diagnosis() {}

    /**
     * The refusal that {@code failure} means: the first {@link Refusal} among its causes, else the first known kind (file
     * missing, disk full, port in use, partner unreachable), else {@code internal-error}. The throwable stays as cause.
     */
    public static Refusal of(Throwable failure) {
        List<Throwable> chain = chain(failure);
        for (Throwable each : chain) {
            if (each instanceof Refusal refusal) {
                return refusal;
            }
        }
        Optional<Refusal> known = chain.stream()
                .filter(each -> each instanceof IOException || each instanceof UnresolvedAddressException)
                .map(Diagnosis::ofKnown)
                .reduce((first, deeper) -> first.code().equals(UNNAMED) ? deeper : first);
        if (known.isPresent()) {
            return known.get().causedBy(failure);
        }
        if (failure instanceof OutOfMemoryError) {
            return Refusal.failure("out-of-memory", "the process has no memory left", "give it more heap (-Xmx)")
                    .causedBy(failure);
        }
        return Refusal.failure(
                        "internal-error",
                        "internal error: " + describe(failure),
                        "run it again with --stacktrace and report what it prints")
                .causedBy(failure);
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        Throwable each = failure;
        while (each != null && chain.size() < MAX_CAUSES && !chain.contains(each)) {
            chain.add(each);
            each = each.getCause();
        }
        return chain;
    }

    private static Refusal ofKnown(Throwable failure) {
        if (isDiskFull(failure)) {
            return Refusal.failure("disk-full", "no space left on the disk: " + describe(failure), "free some space");
        }
        if (failure instanceof FileSystemException file) {
            return ofFile(file);
        }
        if (failure instanceof BindException) {
            return Refusal.failure(
                    "port-in-use", "cannot listen: " + describe(failure), "another port, or stop the other process");
        }
        if (failure instanceof SSLException) {
            return Refusal.network("tls-failure", "TLS failed: " + describe(failure), "check certificate and clock");
        }
        if (failure instanceof HttpTimeoutException || failure instanceof SocketTimeoutException) {
            return Refusal.network("timeout", "no answer in time: " + describe(failure), "try again later");
        }
        if (failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException
                || failure instanceof UnresolvedAddressException
                || failure instanceof SocketException) {
            return Refusal.network(
                    "unreachable",
                    "cannot reach the server: " + describe(failure),
                    "check the address and the network");
        }
        return Refusal.failure(UNNAMED, "input or output failed: " + describe(failure), "");
    }

    private static Refusal ofFile(FileSystemException failure) {
        String file = String.valueOf(failure.getFile());
        if (failure instanceof NoSuchFileException) {
            return Refusal.notFound("file-not-found", file + ": no such file", "check the path");
        }
        if (failure instanceof FileAlreadyExistsException) {
            return Refusal.failure(
                    "output-exists", file + " exists already", "choose another name, or remove it first");
        }
        if (failure instanceof AccessDeniedException) {
            return Refusal.failure("file-denied", file + ": permission denied", "check owner and mode of the file");
        }
        return Refusal.failure(UNNAMED, "input or output failed: " + describe(failure), "");
    }

    private static boolean isDiskFull(Throwable failure) {
        String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("disk quota exceeded");
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        String name = failure.getClass().getSimpleName();
        return message == null || message.isBlank() ? name : message + " (" + name + ")";
    }
}
