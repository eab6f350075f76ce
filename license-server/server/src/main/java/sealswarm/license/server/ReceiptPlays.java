package sealswarm.license.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.ledger.counting.GrantTerms;
import sealswarm.ledger.counting.GrantTerms.Standing;
import sealswarm.ledger.counting.ReceiptEntry;
import sealswarm.ledger.counting.Verdict;
import sealswarm.ledger.journal.CommercialModel;
import sealswarm.ledger.journal.Sha256;
import sealswarm.ledger.journal.UseType;
import sealswarm.license.receipt.PlayEntry;
import sealswarm.license.rights.Rights.ChargeModel;
import sealswarm.license.server.grant.GrantStore;
import sealswarm.license.server.grant.StoredGrant;
import sealswarm.license.server.metering.ReceiptStore;
import sealswarm.license.server.metering.StoredEntry;
import sealswarm.license.server.metering.StoredSegment;
import sealswarm.license.server.royalty.PlaySource;
import sealswarm.license.server.title.TitleShelf;

/** The stored receipts as counting wants them. Entries nobody can read name no play and are left out. Blocking. */
final class ReceiptPlays implements PlaySource {
    private static final int PAGE = 500;

    private final ReceiptStore receipts;
    private final GrantStore grants;
    private final TitleShelf titles;

    ReceiptPlays(ReceiptStore receipts, GrantStore grants, TitleShelf titles) {
        this.receipts = receipts;
        this.grants = grants;
        this.titles = titles;
    }

    @Override
    public Map<String, Long> streams() {
        Map<String, Long> last = new HashMap<>();
        for (String stream : receipts.streams()) {
            last.put(stream, receipts.last(stream));
        }
        return last;
    }

    @Override
    public Collection<ReceiptEntry> entries(Map<String, Long> streams) {
        List<ReceiptEntry> entries = new ArrayList<>();
        streams.forEach((stream, last) -> {
            for (long n = 0; n < last; ) {
                List<StoredSegment> page = receipts.after(stream, n, (int) Math.min(PAGE, last - n));
                if (page.isEmpty()) {
                    throw new IllegalStateException("stream " + stream + " has a hole after " + n);
                }
                for (StoredSegment segment : page) {
                    add(segment, entries);
                    n = segment.n();
                }
            }
        });
        return entries;
    }

    private static void add(StoredSegment segment, List<ReceiptEntry> entries) {
        for (StoredEntry entry : segment.entries()) {
            if (entry.verdict() != Verdict.MALFORMED) {
                entries.add(entry(segment, entry, PlayEntry.read(entry.bytes().getBytes())));
            }
        }
    }

    private static ReceiptEntry entry(StoredSegment segment, StoredEntry entry, PlayEntry play) {
        return ReceiptEntry.of(
                new ReceiptEntry.Place(segment.device().hex(), segment.epoch(), entry.seq()),
                new Sha256(entry.hash().hex()),
                play,
                entry.verdict(),
                new ReceiptEntry.Stored(
                        entry.occurredAt(),
                        segment.receivedAt(),
                        new ReceiptEntry.Arrival(segment.stream(), segment.n())));
    }

    @Override
    public Optional<GrantTerms> grant(String grantId) {
        return grants.find(grantId).map(ReceiptPlays::terms);
    }

    static GrantTerms terms(StoredGrant grant) {
        boolean metered = isMetered(grant);
        boolean subscribed = grant.rights().charge().model() == ChargeModel.POOL;
        return new GrantTerms(
                grant.id(),
                grant.buyer(),
                grant.title().text(),
                grant.sale().offerId(),
                grant.sale().offerVersion(),
                useType(grant),
                subscribed ? CommercialModel.SUBSCRIPTION : CommercialModel.PAY_AS_YOU_GO,
                grant.sale().territory(),
                metered || subscribed ? Standing.PER_PLAY : standing(grant));
    }

    private static boolean isMetered(StoredGrant grant) {
        ChargeModel model = grant.rights().charge().model();
        return model == ChargeModel.PER_PLAY || model == ChargeModel.PER_MINUTE;
    }

    private static UseType useType(StoredGrant grant) {
        return switch (grant.kind()) {
            case OWN -> isMetered(grant) ? UseType.ON_DEMAND_STREAM : UseType.PERMANENT_DOWNLOAD;
            case RENT -> UseType.CONDITIONAL_DOWNLOAD;
            case SUBSCRIBE, GIFT, SCREENER -> UseType.ON_DEMAND_STREAM;
        };
    }

    private static Standing standing(StoredGrant grant) {
        return switch (grant.kind()) {
            case OWN, RENT -> Standing.SOLD;
            case GIFT, SCREENER -> Standing.PROMO;
            case SUBSCRIBE -> Standing.PER_PLAY;
        };
    }

    @Override
    public long durationMillis(String titleId, String trackId) {
        return titles.find(new TitleId(titleId))
                .flatMap(issue -> issue.revision().track(new TrackId(trackId)))
                .map(track -> track.durationMs())
                .orElse(0L);
    }
}
