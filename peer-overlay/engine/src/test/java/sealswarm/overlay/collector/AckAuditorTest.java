package sealswarm.overlay.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.ack.AckChain;
import sealswarm.overlay.collector.Flag.Reason;
import sealswarm.overlay.origin.SystemOriginDisk;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.trial.Cases;

class AckAuditorTest {
    private static final long TRACK = Dealing.TRACK_BYTES;
    private static final long MOST = TRACK + TRACK / 50;
    private static final long NOW = Dealing.NOW_SECOND;
    private static final int SYBILS_FROM = 1_000_000;

    @TempDir
    Path directory;

    private final AckAuditor auditor = new AckAuditor(swarm -> MOST, AckAuditorTest::network);

    /** Sybils share a network; honest peers share one among ten. */
    private static Optional<String> network(Pseudonym subject) {
        int number = Integer.parseUnsignedInt(subject.hex().substring(8, 16), 16);
        return Optional.of(number >= SYBILS_FROM ? "sybils" : "net-" + number / 10);
    }

    private static Claim claim(int uploader, int downloader, long bytes, AckRefusal... refusal) {
        return claim(uploader, downloader, bytes, NOW - 600, refusal);
    }

    private static Claim claim(int uploader, int downloader, long bytes, long from, AckRefusal... refusal) {
        return new Claim(
                Dealing.SWARM,
                Dealing.subject(uploader),
                Dealing.subject(downloader),
                bytes,
                from,
                NOW,
                List.of(refusal).stream().findFirst());
    }

    private static Flag flag(int subject, Reason reason, long bytes) {
        return new Flag(Dealing.subject(subject), reason, bytes);
    }

    @Test
    void sizeRateAndForgeryAreFlaggedAtTheirLimitsOnly() {
        long slack = (long) (MOST * AckAuditor.SIZE_SLACK);
        assertEquals(List.of(), auditor.audit(List.of(claim(1, 2, slack))));
        assertEquals(List.of(flag(2, Reason.SIZE, slack + 1)), auditor.audit(List.of(claim(1, 2, slack + 1))));
        assertEquals(
                List.of(flag(2, Reason.REPEAT, 3 * MOST)),
                auditor.audit(
                        List.of(claim(1, 2, 2 * MOST, NOW - 700), claim(3, 2, MOST, NOW - 700, AckRefusal.OVER_SIZE))));
        long second = AckChain.MAX_BYTES_PER_SECOND;
        assertEquals(List.of(), rates(claim(1, 2, second, NOW)));
        assertEquals(List.of(flag(2, Reason.RATE, second + 1)), rates(claim(1, 2, second + 1, NOW)));
        assertEquals(List.of(flag(1, Reason.RATE, 5)), rates(claim(1, 2, 5, NOW, AckRefusal.TOO_FAST)), "its uploader");
        assertEquals(
                List.of(flag(1, Reason.FORGED, 0)),
                auditor.audit(
                        List.of(claim(1, 2, 9 * MOST, AckRefusal.BAD_SIGNATURE), claim(1, 2, 5, AckRefusal.NOT_NEXT))),
                "who is named as downloader has not signed");
    }

    private List<Flag> rates(Claim claim) {
        return new AckAuditor(swarm -> 0, subject -> Optional.empty()).audit(List.of(claim));
    }

    @Test
    void aSessionThatIsBelievedInPartCountsOnce() {
        List<Claim> claims = List.of(claim(1, 2, MOST - 10), claim(1, 2, MOST, AckRefusal.OVER_SIZE));
        assertEquals(List.of(), auditor.audit(claims));
    }

    @Test
    void aFewStrangersAreForgivenAndManyAreNot() {
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < AckAuditor.FEW_STRANGERS; i++) {
            claims.add(claim(1, 10 + i, 1_000, AckRefusal.NOT_INTRODUCED));
        }
        assertEquals(List.of(), auditor.audit(claims));
        claims.add(claim(1, 9, 1_000, AckRefusal.NOT_INTRODUCED));
        assertEquals(List.of(flag(1, Reason.NOT_INTRODUCED, 4_000)), auditor.audit(claims));
    }

    @Test
    void twoWhoKnowOnlyEachOtherAreOddWhereThereAreManyAndNotWhereThereAreFew() {
        List<Claim> claims = new ArrayList<>();
        claims.add(claim(1, 2, TRACK));
        for (int i = 0; i < AckAuditor.MANY_UPLOADERS - 1; i++) {
            claims.add(claim(10 + i, 30, TRACK / 10));
        }
        assertEquals(List.of(), auditor.audit(claims));
        claims.add(claim(19, 30, TRACK / 10));
        assertEquals(List.of(flag(1, Reason.PAIR, TRACK), flag(2, Reason.PAIR, TRACK)), auditor.audit(claims));
    }

    /** An honest day: everybody gets the whole track from a dozen others or so, a little at a time. */
    private static List<Claim> honest(SplittableRandom random, int peers) {
        List<Claim> claims = new ArrayList<>();
        for (int downloader = 0; downloader < peers; downloader++) {
            long left = TRACK - random.nextLong(TRACK / 2);
            while (left > 0) {
                long bytes = Math.min(left, TRACK / 40 + random.nextLong(TRACK / 6));
                // Six in ten from the neighbourhood, as the tracker names them.
                int uploader =
                        random.nextInt(10) < 6 ? downloader / 10 * 10 + random.nextInt(10) : random.nextInt(peers);
                if (uploader != downloader) {
                    claims.add(claim(uploader, downloader, bytes, NOW - 60 - random.nextLong(3_000)));
                    left -= bytes;
                }
            }
        }
        return claims;
    }

    @Test
    void cheatersAmongHonestPeersAreFoundAndTheHonestAreLeftAlone() {
        Cases.forAll(20260411, 8, seed -> {
            SplittableRandom random = new SplittableRandom(seed.nextLong());
            int peers = 4_000;
            List<Claim> claims = honest(random, peers);
            Set<Integer> cheaters = new HashSet<>();
            for (int pair = 0; pair < 10; pair++) {
                int one = peers + 20 * pair;
                claims.add(claim(one, one + 11, TRACK));
                cheaters.add(one);
                cheaters.add(one + 11);
            }
            for (int sybil = 1; sybil <= 30; sybil++) {
                claims.add(claim(SYBILS_FROM, SYBILS_FROM + sybil, TRACK));
            }
            cheaters.add(SYBILS_FROM);
            for (int i = 0; i < peers / 20; i++) {
                int inflator = i * 20 + random.nextInt(20);
                cheaters.add(inflator);
                long more = TRACK / 4 + random.nextLong(TRACK) + TRACK / 2;
                claims.add(claim(random.nextInt(peers), inflator, more, NOW - 3_500, AckRefusal.OVER_SIZE));
            }
            Set<Pseudonym> flagged = new HashSet<>();
            auditor.audit(claims).forEach(flag -> flagged.add(flag.subject()));
            for (int cheater : cheaters) {
                assertTrue(flagged.contains(Dealing.subject(cheater)), () -> "not flagged: " + cheater);
            }
            cheaters.forEach(cheater -> flagged.remove(Dealing.subject(cheater)));
            assertTrue(flagged.size() <= peers / 1_000, () -> flagged.size() + " honest peers are flagged");
        });
    }

    @Test
    void nobodyIsCreditedAboveTheBoundWhateverColludersSign() throws IOException {
        SplittableRandom random = new SplittableRandom(20260412);
        Dealing dealing = new Dealing(new SystemOriginDisk(), directory, 0);
        int downloaders = 12;
        for (int round = 0; round < 120; round++) {
            int downloader = 1 + random.nextInt(downloaders);
            int uploader = 100 + random.nextInt(10);
            if (random.nextInt(8) > 0) {
                dealing.introduce(uploader, downloader);
            }
            long bytes = 1 + random.nextLong(TRACK);
            dealing.hand(uploader, dealing.session(uploader, downloader, bytes / 2, bytes));
        }
        long all = 0;
        for (int downloader = 1; downloader <= downloaders; downloader++) {
            long got = dealing.account(downloader).fromPeers();
            assertTrue(got <= MOST, "credited for " + downloader + ": " + got);
            all += got;
        }
        assertEquals(
                all,
                dealing.collector.credits().values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                "what is credited is what somebody got");
        assertTrue(all > TRACK, "something was believed");
    }
}
