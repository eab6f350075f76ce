package sealswarm.packager.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import sealswarm.console.exit.Refusal;
import sealswarm.format.SealedPackage;
import sealswarm.format.disk.Disk;
import sealswarm.format.key.SigningKey;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.manifest.Track;
import sealswarm.license.client.AccessTokens;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.client.Pause;
import sealswarm.license.key.StudioKey;
import sealswarm.license.message.Titles;
import sealswarm.license.wire.SignedJson;
import sealswarm.packager.pack.TitleFile;

/** Publishes a package: register, upload, draft, and live if asked and complete. */
public final class Publishing {
    private static final Duration EXCHANGE_TIMEOUT = Duration.ofMinutes(5);

    /** The parts of the shop. */
    public record Shop(LicenseApi api, HttpClient http, AccessTokens tokens, URI storefront) {}

    /** What the machine brings. */
    public record Means(Disk disk, InstantSource clock, Pause pause) {}

    /** When to go live. */
    public enum Live {
        LEAVE_DRAFT,
        IF_COMPLETE
    }

    /**
     * How a run ended.
     *
     * @param page the studio's page of the draft, or the buyers' page once live
     * @param gaps what is missing before it can go live
     * @param stand where the title stands
     */
    public record Outcome(String page, List<String> gaps, Stand stand) {
        public Outcome {
            gaps = List.copyOf(gaps);
        }
    }

    /** Where the title stands. */
    public enum Stand {
        DRAFT,
        LIVE
    }

    private final Shop shop;
    private final Means means;
    private final Exchange exchange;

    public Publishing(Shop shop, Means means) {
        this.shop = shop;
        this.means = means;
        this.exchange = new Exchange(shop.http(), EXCHANGE_TIMEOUT);
    }

    /**
     * Refuses what can be refused without reading the ciphertext or asking anybody.
     *
     * @throws Refusal exit 4 if another key signed the package, exit 2 if the terms are wrong
     */
    public void refuse(SealedPackage sealed, SigningKey signing, Optional<TitleFile.OfferEntry> terms) {
        terms.ifPresent(SaleTerms::of);
        Manifest manifest = sealed.manifest();
        if (!manifest.studio().kid().equals(signing.kid())) {
            throw Refusal.denied(
                    "not-your-package",
                    "the package is signed by " + manifest.studio().kid() + ", the keystore holds " + signing.kid(),
                    "use the keystore that it was packed with");
        }
    }

    /**
     * Publishes a package that was verified.
     *
     * @param progress is told of ciphertext bytes the first edge has
     * @throws Refusal or {@link sealswarm.license.client.ApiRefusal} if a server refuses; what was done before stands and is not repeated
     */
    public Outcome publish(
            SealedPackage sealed,
            SigningKey signing,
            Optional<TitleFile.OfferEntry> terms,
            Live live,
            LongConsumer progress)
            throws IOException, InterruptedException {
        refuse(sealed, signing, terms);
        Optional<ObjectNode> offer = terms.map(SaleTerms::of);
        enrol(sealed.manifest(), signing);
        Titles.Registered registered = shop.api()
                .register(
                        sealed.manifest().titleId(),
                        Math.toIntExact(sealed.manifest().revision()),
                        new Titles.TitleRegistration(
                                SignedJson.of(sealed.envelope()), SignedJson.of(sealed.keysEnvelope())));
        for (Titles.TrackUpload upload : registered.uploads()) {
            upload(sealed, upload, progress);
        }
        Drafts drafts = new Drafts(exchange, shop.tokens(), shop.storefront());
        Drafts.Draft draft = drafts.put(sealed, means.disk(), offer);
        if (live == Live.LEAVE_DRAFT || !draft.gaps().isEmpty()) {
            return new Outcome(draft.page(), draft.gaps(), Stand.DRAFT);
        }
        return new Outcome(drafts.live(sealed.manifest().titleId()), List.of(), Stand.LIVE);
    }

    private void enrol(Manifest manifest, SigningKey signing) throws IOException, InterruptedException {
        Titles.StudioKeys keys = shop.api()
                .putStudioKey(
                        manifest.studio().id(),
                        StudioKey.sign(manifest.studio().id(), means.clock().instant(), signing));
        for (Titles.StudioKeyView view : keys.keys()) {
            if (view.kid().equals(signing.kid()) && view.state() != Titles.StudioKeyState.TRUSTED) {
                throw Refusal.denied(
                        view.state() == Titles.StudioKeyState.PENDING ? "studio-key-pending" : "studio-key-revoked",
                        "the studio's key " + signing.kid() + " is "
                                + view.state().text(),
                        "an operator confirms it by its fingerprint; then publish again");
            }
        }
    }

    private void upload(SealedPackage sealed, Titles.TrackUpload upload, LongConsumer progress)
            throws IOException, InterruptedException {
        Track track = sealed.manifest()
                .track(upload.trackId())
                .orElseThrow(() -> Refusal.network(
                        "bad-answer", "the server asks for a track the package has not: " + upload.trackId(), ""));
        boolean first = true;
        for (Titles.EdgeUpload edge : upload.edges()) {
            EdgeUpload toEdge = new EdgeUpload(exchange, means.disk(), means.pause(), edge.url());
            toEdge.describe(sealed, track);
            // The other edges fetch the data from the first as peers.
            if (first) {
                toEdge.send(sealed, track, progress);
                first = false;
            }
        }
    }
}
