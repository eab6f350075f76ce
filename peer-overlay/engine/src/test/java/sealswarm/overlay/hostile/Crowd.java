package sealswarm.overlay.hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import sealswarm.overlay.hostile.Misdeed.Fate;

/** All hostile peers of one scene, side by side, each on a connection and a thread of its own. */
final class Crowd implements AutoCloseable {
    private static final int LOOK_MILLIS = 30;

    private final Scene scene;
    private final ExecutorService threads;
    private final List<Member> members = new ArrayList<>();

    /** One hostile peer; its end completes when its script is over and, if it is to go, its connection too. */
    private record Member(Misdeed misdeed, Wire wire, Future<?> end) {}

    Crowd(Scene scene, ExecutorService threads) {
        this.scene = scene;
        this.threads = threads;
    }

    /** How many are to end so. */
    long count(Fate fate) {
        return members.stream().filter(each -> each.misdeed().fate() == fate).count();
    }

    /** Lets all of them loose. */
    void misbehave(List<Misdeed> misdeeds) throws Exception {
        for (Misdeed misdeed : misdeeds) {
            if (misdeed.forms().contains(scene.form())) {
                Wire wire = misdeed.open(scene);
                Member member = new Member(misdeed, wire, threads.submit(() -> act(misdeed, wire)));
                members.add(member);
                if (misdeed.isFirst()) {
                    await(member);
                }
            }
        }
    }

    private Misdeed act(Misdeed misdeed, Wire wire) throws IOException {
        misdeed.run(wire, scene);
        if (misdeed.fate() == Fate.GONE || misdeed.fate() == Fate.BANNED) {
            assertTrue(wire.ends(), () -> scene.form() + ": still here: " + misdeed);
        }
        return misdeed;
    }

    private static void await(Member member) throws Exception {
        member.end().get(2L * Wire.GONE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Waits until those of these fates are gone. */
    void assertGone(Set<Fate> fates) throws Exception {
        for (Member member : members) {
            if (fates.contains(member.misdeed().fate())) {
                await(member);
                if (member.misdeed().fate() == Fate.KEPT) {
                    assertTrue(member.wire().ends(), () -> scene.form() + ": still here: " + member.misdeed());
                }
            }
        }
    }

    /** Those who may stay are here. */
    void assertKept() throws Exception {
        for (Member member : members) {
            if (member.misdeed().fate() == Fate.KEPT) {
                await(member);
                assertTrue(member.wire().staysOpenFor(LOOK_MILLIS), () -> scene.form() + ": gone: " + member.misdeed());
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Member member : members) {
            member.wire().close();
        }
    }
}
