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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private static final Duration KEYCLOAK_LIMIT = Duration.ofMinutes(3);

    private final DemoPlan plan;
    private final Consumer<String> say;
    private final FileChannel lock;
    private final MovableClock accountingClock = new MovableClock(InstantSource.system());
    private @Nullable Shop shop;
    private @Nullable Commands commands;
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
        return new Demo(plan, say, lock);
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
        Story story = new Story(InstantSource.system(), logs.toString(), say);
        Commands launched = new Commands(plan.launcher(), plan.data(), say);
        commands = launched;
        story.step("open the shop", this::openShop);
        Shop open = opened();
        audience.accept(open.storefront());
        List<Cast> hired = new ArrayList<>();
        story.step("five people", () -> {
            hired.add(Cast.hire(open, new SecureRandom()));
            return "one for each role, and a stranger";
        });
        Files.createDirectories(plan.data().resolve("packages"));
        Props props = Props.layOut(plan.data().resolve("media"), plan.film());
        Scene scene = new Scene(open, hired.get(0), launched, props, story, plan.data(), say);
        story.step("sign in", () -> signIn(scene));
        AccountAct accounts = new AccountAct(scene, accountingClock);
        HostAct hosts = new HostAct(scene);
        PlayAct plays = new PlayAct(scene);
        EdgeMeter edge = new EdgeMeter(open.edge());
        ProofAct proofs = new ProofAct(scene, hosts, edge);
        new StudioAct(scene).play();
        accounts.prepare();
        hosts.play();
        new CounterAct(scene).play();
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
        lines.add("  HOME=" + scene.commands().home("buyer") + " " + plan.launcher() + " play " + Release.FILM.title());
        lines.add("try to break it");
        lines.add("  look into a host's folder: hexdump -C "
                + scene.commands().home("host1").resolve("data") + "/* | head");
        lines.add("  join with any BitTorrent client: aria2c --seed-time=0 "
                + scene.commands().home("stock").resolve("film.v1.torrent"));
        lines.add("  change a digit of " + scene.commands().home("accountant").resolve("charges.csv")
                + " and run: HOME=" + scene.commands().home("accountant") + " " + plan.launcher()
                + " export verify charges.csv");
        return lines;
    }

    /** All at once, since each waits some seconds between two looks at Keycloak. */
    private static String signIn(Scene scene) throws Exception {
        Map<String, String> homes = new LinkedHashMap<>();
        homes.put("studio", "studio");
        homes.put("buyer", "buyer");
        homes.put("tablet", "buyer");
        homes.put("stranger", "stranger");
        homes.put("accountant", "accountant");
        List<Commands.Child> logins = new ArrayList<>();
        for (Map.Entry<String, String> home : homes.entrySet()) {
            logins.add(scene.beginLogIn(scene.cast().named(home.getValue()), home.getKey()));
        }
        for (Commands.Child login : logins) {
            Scene.finish(login);
        }
        return "four people on five devices, confirmed on Keycloak's own pages";
    }

    private String openShop() {
        Shop started = Shop.start(
                new ShopPlan(
                        plan.data().resolve("shop"),
                        plan.ports(),
                        new ShopPlan.OwnKeycloak(plan.keycloakZip(), plan.keycloakCache(), KEYCLOAK_LIMIT),
                        Optional.empty(),
                        accountingClock),
                line -> say.accept("  " + line));
        shop = started;
        return started.storefront().toString();
    }

    private Shop opened() {
        if (shop == null) {
            throw new IllegalStateException("the shop is not open");
        }
        return shop;
    }

    /** Ends the commands that still run, then the shop. */
    @Override
    public void close() throws IOException {
        try (lock) {
            if (commands != null) {
                commands.close();
            }
            if (shop != null) {
                shop.close();
            }
        }
    }
}
