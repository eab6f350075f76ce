package sealswarm.ledger.journal;

import java.time.Instant;

/** Gives an event its place: the next number, the hash before it, and the period it counts in. Pure. */
public final class EntryPlacement {
    private EntryPlacement() {}

    /**
     * The entry that {@code draft} becomes after {@code state}, written at {@code now}. An ordinary event counts in the month it took
     * effect, or in the first open period if that month is cut; a part of a close counts in the period it names.
     */
    public static StoredEntry place(BookState state, EntryDraft draft, Instant now) {
        ChainHead head = state.head();
        Period origin = draft.key().kind().ofClose() ? periodOf(draft.key()) : Period.of(draft.effective());
        Period period = draft.key().kind().ofClose()
                ? origin
                : state.firstOpenPeriod()
                        .map(open -> Period.later(open, origin))
                        .orElse(origin);
        return EntryBytes.write(new JournalEntry(head.book(), head.seq() + 1, head.hash(), now, period, origin, draft));
    }

    /** The period a key of a close names. */
    public static Period periodOf(EntryKey key) {
        int place =
                switch (key.kind()) {
                    case CUT, CLS -> 0;
                    case PYB -> 1;
                    case ACC -> 2;
                    case CHG, REF, VCH, ISS, HLD, RLS, PLY, FST, ADJ ->
                        throw new IllegalArgumentException(key + " names no period");
                };
        return Period.parse(key.segments().get(place));
    }
}
