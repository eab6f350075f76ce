package sealswarm.storefront.studio;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which of the conditions of going live a draft meets. Pure: the draft and the digests of the files that are here in,
 * the gaps out.
 *
 * @param gaps what is missing, in the order of {@link Gap}
 */
public record Checklist(List<Gap> gaps) {
    /** Keeps a copy. */
    public Checklist {
        gaps = List.copyOf(gaps);
    }

    /** The checklist of a draft. */
    public static Checklist of(Draft draft, Set<String> filesHere) {
        Set<Gap> gaps = EnumSet.noneOf(Gap.class);
        boolean posterHere = draft.file(DraftFile.POSTER)
                .map(file -> filesHere.contains(file.sha256()))
                .orElse(false);
        if (!posterHere) {
            gaps.add(Gap.POSTER);
        }
        boolean trailerHere = draft.file(DraftFile.TRAILER)
                .map(file -> filesHere.contains(file.sha256()))
                .orElse(true);
        if (!trailerHere) {
            gaps.add(Gap.TRAILER);
        }
        if (draft.terms().isEmpty()) {
            gaps.add(Gap.PRICE);
            gaps.add(Gap.TERRITORY);
        }
        return new Checklist(List.copyOf(gaps));
    }

    /** Whether the draft can go live. */
    public boolean isComplete() {
        return gaps.isEmpty();
    }

    /** Whether a condition is met. */
    public boolean meets(Gap condition) {
        return !gaps.contains(condition);
    }
}
