package sealswarm.ledger.journal;

import java.util.Locale;

/** The kinds of money events; the lower-case name begins each entry's key. */
public enum EntryKind {
    /** A charge of an order: {@code chg:order}. */
    CHG(1),
    /** A refund of an order: {@code ref:order:n}. */
    REF(2),
    /** A voucher redeemed: {@code vch:hash of the code}. */
    VCH(1),
    /** A batch of vouchers issued: {@code iss:batch}. */
    ISS(1),
    /** Credit set aside for the plays of a license revision: {@code hld:license:revision}. */
    HLD(2),
    /** What is left of a hold given back: {@code rls:license:revision}. */
    RLS(2),
    /** A play charged: {@code ply:device:epoch:startSeq}. */
    PLY(3),
    /** The first play charged at key release: {@code fst:grant}. */
    FST(1),
    /** An accountant's correction: {@code adj:reason:target:n}. */
    ADJ(3),
    /** A period cut: {@code cut:period}; no postings. */
    CUT(1),
    /** Royalties accrued of one contract line: {@code acc:contract:version:period:line}. */
    ACC(4),
    /** What is accrued made payable: {@code pyb:contract:period}. */
    PYB(2),
    /** A period closed: {@code cls:period}; no postings. */
    CLS(1);

    private final int segments;

    EntryKind(int segments) {
        this.segments = segments;
    }

    /** The name in keys and entries. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How many segments follow the name in a key. */
    public int segments() {
        return segments;
    }

    /** Whether an entry marks a moment and moves no money. */
    public boolean marker() {
        return this == CUT || this == CLS;
    }

    /** Whether the entry is part of a close and so belongs to the period being closed, not to the open one. */
    public boolean ofClose() {
        return switch (this) {
            case CUT, ACC, PYB, CLS -> true;
            case CHG, REF, VCH, ISS, HLD, RLS, PLY, FST, ADJ -> false;
        };
    }
}
