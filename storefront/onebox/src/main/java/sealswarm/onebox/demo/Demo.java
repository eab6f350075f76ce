package sealswarm.onebox.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sealswarm.console.exit.Refusal;
import sealswarm.embedded.keycloak.ChildFile;
import sealswarm.onebox.serve.Shop;
import sealswarm.onebox.serve.ShopPlan;

/** A run of the story. Close it to end everything it has started. */
public final class Demo implements AutoCloseable {
    private static final String MARKER = "demo-data";
    private static final long MIB = 1 << 20;
    private static final long BESIDE_FILM_BYTES = 512 * MIB;
    private static final long COPIES = 8;
    private static final Duration KEYCLOAK_LIMIT = Duration.ofMinutes(3);

    private final DemoPlan plan;
    private final Consumer<String> say;
    private final FileChannel lock;
    private final MovableClock accountingClock = new MovableClock(InstantSource.system());
    private volatile @Nullable Shop shop;
    private volatile @Nullable Commands commands;
    private volatile boolean closed;
    private @Nullable Scene told;

    private Demo(DemoPlan plan, Consumer<String> say, FileChannel lock) {
        this.plan = plan;
        this.say = say;
        this.lock = lock;
    }

    /**
     * Prepares an empty run: ends what a killed run has left and empties the data directory.
     *
     * @throws Refusal exit 1 if another run is going on there
     */
    public static Demo prepare(DemoPlan plan, Consumer<String> say) throws IOException {
        Path data = plan.data().toAbsolutePath();
        Files.createDirectories(data.getParent());
        FileChannel lock = FileChannel.open(
                data.resolveSibling(data.getFileName() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(lock) == null) {
            lock.close();
            throw Refusal.failure(
                    "demo-running",
                    "another demo is running in " + data,
                    "stop it, or name another directory by --data");
        }
        endOrphans(data);
        empty(data);
        Files.createDirectories(data);
        long film = plan.film().map(OwnFilm::sizeBytes).orElse(0L);
        requireSpace(data, Files.getFileStore(data).getUsableSpace(), film);
        return new Demo(plan, say, lock);
    }

    /** Every copy is a role's own: package, edge, three hosts, two devices, the stock client. */
    static void requireSpace(Path data, long usableBytes, long filmBytes) {
        long needed = Math.addExact(BESIDE_FILM_BYTES, Math.multiplyExact(COPIES, filmBytes));
        if (usableBytes < needed) {
            throw Refusal.failure(
                    "disk-space",
                    data + " has " + usableBytes / MIB + " MiB free, the demo needs " + needed / MIB + " MiB",
                    "name a directory with more room by --data, or a shorter film");
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void endOrphans(Path data) throws IOException {
        for (Path file : files(data, ".pid")) {
            new ChildFile(file).endOrphan();
        }
    }

    private static List<Path> files(Path data, String suffix) throws IOException {
        if (!Files.isDirectory(data)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }

    /** Only what a demo has made: a directory with anything else in it is not touched. */
    private static void empty(Path data) throws IOException {
        if (!Files.exists(data)) {
            return;
        }
        Path marker = data.resolve(MARKER);
        try (Stream<Path> entries = Files.list(data)) {
            if (!Files.exists(marker) && entries.findAny().isPresent()) {
                throw Refusal.usage(
                        "not-a-demo",
                        data + " is not empty and not of a demo",
                        "name an empty directory by --data: a demo empties its own");
            }
        }
        try (Stream<Path> all = Files.walk(data)) {
            for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                if (!path.equals(data) && !path.equals(marker)) {
                    Files.delete(path);
                }
            }
        }
    }

    /**
     * Tells the whole story.
     *
     * @param audience shown the shop's pages once they are there
     * @return the lines of the steps that went right
     * @throws Refusal exit 1 naming the step that did not
     */
    public List<String> run(Consumer<URI> audience) throws IOException {
        Files.writeString(plan.data().resolve(MARKER), "made by sealswarm demo, emptied at each run\n");
        Path logs = plan.data().resolve("logs");
        Story story = new Story(InstantSource.system(), logs.toString(), this::tell);
        Files.createDirectories(plan.data().resolve("packages"));
        Props props = Props.layOut(plan.data().resolve("media"), plan.film());
        Commands launched = new Commands(plan.launcher(), plan.data(), Files.size(props.clearFilm()), say);
        commands = launched;
        story.step("open the shop", this::openShop);
        Shop open = opened();
        audience.accept(open.storefront());
        Cast cast = Cast.call(new SecureRandom());
        Scene scene = new Scene(open, cast, launched, props, story, plan.data(), say);
        StudioAct studio = new StudioAct(scene);
        AccountAct accounts = new AccountAct(scene, accountingClock);
        HostAct hosts = new HostAct(scene);
        PlayAct plays = new PlayAct(scene);
        EdgeMeter edge = new EdgeMeter(open.edge());
        ProofAct proofs = new ProofAct(scene, hosts, edge, plan.skips());
        // Whatever takes its time goes on beside what needs nothing of it: Keycloak's start, the sign-ins, the first
        // host.
        studio.seal();
        story.step("sign-in opens", () -> {
            open.awaitSignIn();
            cast.hire(open);
            return "five people: one for each role, and a stranger";
        });
        SignIns signIns = new SignIns(scene);
        signIns.begin();
        studio.verify();
        signIns.end();
        studio.publish(props.film());
        hosts.open();
        studio.publish(props.album());
        accounts.prepare();
        hosts.spread();
        new CounterAct(scene).play();
        hosts.settle();
        plays.play();
        proofs.endure();
        story.step("the swarm carries", () -> edge.compare(plays.deliveredBytes() + proofs.deliveredBytes()));
        proofs.admitAnybody();
        accounts.play();
        told = scene;
        return story.told().stream().map(Story.Told::line).toList();
    }

    /** What can be tried by hand while everything is open: addresses, people, commands. */
    public List<String> invitation() throws IOException {
        Scene scene = told;
        if (scene == null) {
            throw new IllegalStateException("the story is not told yet");
        }
        List<String> lines = new ArrayList<>();
        lines.add("shop            " + scene.shop().storefront());
        lines.add("license server  " + scene.shop().licenseServer());
        lines.add("edge            " + scene.shop().edge());
        lines.add("sign-in         " + scene.shop().issuer());
        lines.add("sign in as");
        scene.cast().all().forEach(member -> lines.add("  " + member.subjectLine()));
        lines.add("play as the buyer");
        lines.add("  HOME=" + scene.commands().home("buyer") + " " + plan.launcher() + " play "
                + scene.props().film().title());
        BreakIt breakIt = breakIt(scene);
        lines.addAll(breakIt.lines());
        Path page = Files.writeString(plan.data().resolve("try-to-break-it.html"), breakIt.page());
        lines.add("the same as a page: " + page.toUri());
        return lines;
    }

    private BreakIt breakIt(Scene scene) throws IOException {
        Path host = scene.commands().home("host1").resolve("data");
        Path stock = scene.commands().home("stock");
        Path accountant = scene.commands().home("accountant");
        return new BreakIt(
                List.of(
                        new BreakIt.Proof(
                                "What hosts hold is noise: look into a folder the film plays from.",
                                List.of("hexdump -C " + host + "/* | head")),
                        new BreakIt.Proof(
                                "Anybody may join and gets what everybody gets: ciphertext.",
                                List.of("aria2c --seed-time=0 --dir=" + stock + " "
                                        + stock.resolve("film.v1.torrent"))),
                        new BreakIt.Proof(
                                "A host that lies is banned and the film plays on: make noise of its file while you play.",
                                List.of("for f in "
                                        + scene.commands().home("host3").resolve("data")
                                        + "/*; do shred -n 1 \"$f\"; done")),
                        new BreakIt.Proof(
                                "A changed digit is found: change one in charges.csv and verify it.",
                                List.of(
                                        "sed -i '$s/[1-9]/0/' " + accountant.resolve("charges.csv"),
                                        "HOME=" + accountant + " " + plan.launcher() + " export verify "
                                                + accountant.resolve("charges.csv")))),
                scene.story().told().stream().map(Story.Told::line).toList());
    }

    /** Once the run is being ended, what breaks off is no news. */
    private void tell(String line) {
        if (!closed) {
            say.accept(line);
        }
    }

    private String openShop() {
        Shop started = Shop.open(
                new ShopPlan(
                        plan.data().resolve("shop"),
                        plan.ports(),
                        new ShopPlan.OwnKeycloak(plan.keycloakZip(), plan.keycloakCache(), KEYCLOAK_LIMIT),
                        Optional.empty(),
                        accountingClock),
                line -> say.accept("  " + line));
        shop = started;
        return started.storefront() + ", sign-in follows";
    }

    private Shop opened() {
        if (shop == null) {
            throw new IllegalStateException("the shop is not open");
        }
        return shop;
    }

    /** Ends the commands that still run, then the shop. By any thread; what is being told breaks off. */
    @Override
    public void close() throws IOException {
        closed = true;
        Commands running = commands;
        Shop open = shop;
        try (lock) {
            if (running != null) {
                running.close();
            }
            if (open != null) {
                open.close();
            }
        }
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return closed;
    }
}
