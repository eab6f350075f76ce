package sealswarm.player.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.format.disk.PrivateFile;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.TitleKey;
import sealswarm.format.vectors.SamplePackage;
import sealswarm.license.LicenseDocument;
import sealswarm.license.LicenseDocument.Moment;
import sealswarm.license.LicenseRefusal;
import sealswarm.license.RevocationDelta;
import sealswarm.license.SampleLicense;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.rights.Action;
import sealswarm.license.rights.Limit;
import sealswarm.license.rights.Rental;
import sealswarm.license.rights.Rights;
import sealswarm.license.rights.SampleRights;
import sealswarm.license.rights.Until;
import sealswarm.license.rights.Window;
import sealswarm.player.login.PinnedKeys;

class ValidatorTest {
    @TempDir
    Path work;

    private final SampleLicense shop = new SampleLicense();
    private final SamplePackage studio = new SamplePackage();
    private Instant wall = SampleLicense.NOW;
    private long monotonic = 5_000;

    @AfterEach
    void close() {
        shop.close();
        studio.close();
    }

    @Test
    void playsAreCountedAcrossStarts() throws IOException {
        LicenseDocument twice = learned(rights(Rental.NONE, Limit.of(2)));
        Validator validator = open();
        validator.started(twice);
        open().started(twice);
        assertRefused(ProblemType.PLAYS_USED_UP, open(), twice);
    }

    @Test
    void firstPlayOfARentalIsRememberedWhateverTheLicenseSays() throws IOException {
        Rental rental = Rental.notPlayed(SampleLicense.NOW.plusSeconds(1_000), 600);
        LicenseDocument license = learned(rights(rental, Limit.UNLIMITED));
        open().started(license);
        pass(599);
        open().check(license, Action.PLAY, SampleRights.HD, Moment.START);
        pass(1);
        assertRefused(ProblemType.RENTAL_OVER, open(), license);
    }

    @Test
    void clockSetBackIsNoticedAfterARestart() throws IOException {
        LicenseDocument license = learned(SampleRights.owned());
        wall = SampleLicense.NOW.minusSeconds(301);
        monotonic = 0;
        assertRefused(ProblemType.CLOCK_ROLLED_BACK, open(), license);
        wall = SampleLicense.NOW.minusSeconds(300);
        open().check(license, Action.PLAY, SampleRights.HD, Moment.START);
    }

    @Test
    void oneOnlineAnswerMakesTheClockGoodAgain() throws IOException {
        learned(SampleRights.owned());
        wall = SampleLicense.NOW.minusSeconds(86_400);
        Validator validator = open();
        var nonce = shop.nonce();
        Envelope answer = LicenseDocument.issue(
                terms(SampleRights.owned()), keys(), shop.device.kem().publicKey(), nonce, wall, shop.documents);
        LicenseDocument license = validator.learnAnswer(answer, nonce, monotonic);
        assertEquals(wall, validator.time().now());
        assertTrue(!validator.time().isRolledBack());
        assertThrows(LicenseRefusal.class, () -> validator.learnAnswer(answer, shop.nonce(), monotonic));
        assertEquals(wall, license.serverTime());
    }

    @Test
    void revocationsApplyAndStay() throws IOException {
        LicenseDocument license = learned(SampleRights.owned());
        RevocationDelta delta = new RevocationDelta(
                0, 3, List.of(license.terms().licenseId()), List.of(), List.of(), List.of(), SampleLicense.NOW);
        open().learnRevocations(delta.sign(shop.documents));
        assertEquals(3, open().revocations().epoch());
        assertRefused(ProblemType.LICENSE_REVOKED, open(), license);
        assertThrows(sealswarm.format.problem.FormatException.class, () -> open().learnRevocations(
                        delta.sign(shop.device.signing())));
    }

    @Test
    void alteredStateIsRefused() throws IOException {
        learned(SampleRights.owned());
        Path file = work.resolve("state");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThrows(LicenseRefusal.class, this::open);
    }

    private void assertRefused(ProblemType problem, Validator validator, LicenseDocument license) {
        LicenseRefusal refusal = assertThrows(
                LicenseRefusal.class, () -> validator.check(license, Action.PLAY, SampleRights.HD, Moment.START));
        assertEquals(problem, refusal.problem());
    }

    private Rights rights(Rental rental, Limit plays) {
        return SampleRights.with(new Window(SampleRights.START, Until.UNLIMITED), rental, plays);
    }

    private LicenseDocument learned(Rights rights) throws IOException {
        return open().learnKept(shop.issue(terms(rights), studio.titleKey()));
    }

    private sealswarm.license.LicenseTerms terms(Rights rights) {
        return shop.terms(
                SamplePackage.TITLE,
                studio.studioKey().verifyKey(),
                rights,
                Until.of(SampleLicense.NOW.plusSeconds(90_000)));
    }

    private List<sealswarm.format.key.TrackKey> keys() {
        TitleKey key = studio.titleKey();
        return SampleRights.owned().tracks().stream().map(key::trackKey).toList();
    }

    private void pass(long seconds) {
        wall = wall.plusSeconds(seconds);
        monotonic += seconds * 1_000;
    }

    private Validator open() throws IOException {
        return Validator.open(
                shop.device,
                PinnedKeys.fixed(shop.serverKeys()),
                new PrivateFile(work.resolve("state"), 1 << 20),
                new SecureRandom(),
                () -> wall,
                () -> monotonic);
    }
}
