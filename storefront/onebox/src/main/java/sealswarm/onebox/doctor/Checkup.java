package sealswarm.onebox.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sealswarm.onebox.serve.ShopPlan;
import sealswarm.onebox.serve.ShopPorts;

/** Everything that a shop needs before it can open, looked at one by one; all are looked at, whatever the first ones say. */
public final class Checkup {
    /** With less nothing opens. */
    static final long LEAST_DISK_BYTES = 512L << 20;

    /** With less there is no room for titles. */
    static final long DISK_BYTES = 4L << 30;

    private static final int CONNECT_MILLIS = 3_000;
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    /** Host and port of each server of a connection string; user and password are never shown. */
    private static final Pattern SERVERS = Pattern.compile("mongodb://(?:[^@/]*@)?([^/?]+)");

    private final ShopPlan plan;
    private final Machine machine;

    /** A look at {@code machine} for the shop of {@code plan}. */
    public Checkup(ShopPlan plan, Machine machine) {
        this.plan = plan;
        this.machine = machine;
    }

    /** Looks at everything. */
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>(List.of(machine.java(), machine.processor(), machine.memory()));
        findings.add(data());
        findings.add(disk(usableBytes(existing(plan.data()))));
        plan.ports().named().forEach((name, port) -> findings.add(port(name, port)));
        findings.add(store());
        findings.add(identity());
        return List.copyOf(findings);
    }

    private Finding data() {
        Path data = plan.data().toAbsolutePath();
        Path there = existing(data);
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            return Finding.failed("data", there + " cannot be written", "name another directory by --data");
        }
        Path lock = data.resolve("store/store.lock");
        if (Files.exists(lock) && isHeld(lock)) {
            return Finding.failed("data", "a shop is open on " + data, "stop it, or name another directory by --data");
        }
        return Finding.ok("data", data + (there.equals(data) ? "" : ", to be made"));
    }

    private static boolean isHeld(Path lock) {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            return held == null;
        } catch (OverlappingFileLockException | IOException e) {
            return true;
        }
    }

    private static Path existing(Path path) {
        Path there = path.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    private static long usableBytes(Path there) {
        try {
            return Files.getFileStore(there).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    static Finding disk(long usableBytes) {
        String found = (usableBytes >> 20) + " MiB free";
        if (usableBytes < LEAST_DISK_BYTES) {
            return Finding.failed("disk", found, "make room, or name another directory by --data");
        }
        return usableBytes < DISK_BYTES
                ? Finding.warning("disk", found, "4 GiB leave room for titles")
                : Finding.ok("disk", found);
    }

    private static Finding port(String name, int port) {
        return ShopPorts.isFree(port)
                ? Finding.ok("port", name + " " + (port == 0 ? "any" : port))
                : Finding.failed(
                        "port",
                        port + " (" + name + ") is in use",
                        "another --" + name + ", or stop the other process");
    }

    private Finding store() {
        if (plan.mongoUri().isEmpty()) {
            return Finding.ok("store", "embedded");
        }
        Matcher servers = SERVERS.matcher(plan.mongoUri().get());
        if (!servers.lookingAt()) {
            return Finding.warning("store", "this kind of address is not looked at", "");
        }
        for (String server : servers.group(1).split(",", -1)) {
            URI address = URI.create("tcp://" + server);
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(address.getHost(), address.getPort() < 0 ? 27_017 : address.getPort()),
                        CONNECT_MILLIS);
            } catch (IOException e) {
                return Finding.failed("store", server + " does not answer", "start it, or mend --mongo-uri");
            }
        }
        return Finding.ok("store", servers.group(1) + " answers");
    }

    private Finding identity() {
        return plan.identity() instanceof ShopPlan.ExternalKeycloak external
                ? answering(external.url())
                : archive((ShopPlan.OwnKeycloak) plan.identity());
    }

    private static Finding answering(URI url) {
        try {
            HttpResponse<Void> answer = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofMillis(CONNECT_MILLIS))
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(url + "/realms/master"))
                                    .timeout(Duration.ofMillis(CONNECT_MILLIS))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());
            return answer.statusCode() == 200
                    ? Finding.ok("sign-in", url + " answers")
                    : Finding.failed("sign-in", url + " answers " + answer.statusCode(), "mend --keycloak-url");
        } catch (IOException e) {
            return Finding.failed("sign-in", url + " does not answer", "start it, or mend --keycloak-url");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.failed("sign-in", "interrupted", "");
        }
    }

    private static Finding archive(ShopPlan.OwnKeycloak own) {
        if (!Files.exists(own.zip())) {
            return Finding.warning("sign-in", "Keycloak is not here yet, 177 MB", "the first start fetches it");
        }
        try (InputStream in = Files.newInputStream(own.zip())) {
            return Arrays.equals(in.readNBytes(ZIP.length), ZIP)
                    ? Finding.ok("sign-in", "Keycloak of our own, " + own.zip().getFileName())
                    : Finding.failed("sign-in", own.zip() + " is no zip", "delete it, the next start fetches it again");
        } catch (IOException e) {
            return Finding.failed("sign-in", own.zip() + " cannot be read", "check its owner and mode");
        }
    }
}
