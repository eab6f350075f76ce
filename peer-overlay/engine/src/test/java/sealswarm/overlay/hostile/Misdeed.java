package sealswarm.overlay.hostile;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import sealswarm.overlay.SampleSwarm.Form;
import sealswarm.overlay.wire.Handshake;

/**
 * One way to misbehave.
 *
 * @param id its row in {@code docs/hostile-peers.md}
 * @param name what it is called there
 * @param fate what is to become of who does it
 * @param forms the forms of metainfo under which it can be done
 * @param entry how the script's connection begins
 * @param script what it does with its connection
 */
record Misdeed(String id, String name, Fate fate, Set<Form> forms, Entry entry, Script script) {
    /** What is to become of a hostile peer. */
    enum Fate {
        /** The connection is closed at once or when the time for it is over. */
        GONE,
        /** As gone, and it may not come back. */
        BANNED,
        /** It may stay: it harms nobody, or nobody can tell yet. */
        KEPT,
        /** It goes by itself. */
        LEFT
    }

    /** How a connection begins. */
    enum Entry {
        /** The script says everything itself. */
        NONE,
        /** A good handshake under the first id of the metainfo. */
        PLAIN,
        /** A good handshake without the fast extension. */
        SLOW,
        /** A good handshake that ends up under the v2 id. */
        V2
    }

    /** What it does with its connection. */
    interface Script {
        void run(Wire wire, Scene scene) throws IOException;
    }

    Misdeed {
        forms = Set.copyOf(forms);
    }

    /** One behind a good handshake, under every form. */
    static Misdeed of(String id, String name, Fate fate, Script script) {
        return new Misdeed(id, name, fate, EnumSet.allOf(Form.class), Entry.PLAIN, script);
    }

    /** The same with another beginning. */
    Misdeed by(Entry other) {
        return new Misdeed(id, name, fate, forms, other, script);
    }

    /** The same under these forms only. */
    Misdeed only(Form... some) {
        return new Misdeed(id, name, fate, Set.of(some), entry, script);
    }

    /** All of them, those first that must be the only ones to be asked. */
    static List<Misdeed> all() {
        List<Misdeed> all = new ArrayList<>(MetadataMisdeeds.all());
        all.addAll(WireMisdeeds.all());
        all.addAll(DataMisdeeds.all());
        return List.copyOf(all);
    }

    /** True if the next may begin only when this one is over. */
    boolean isFirst() {
        return entry == Entry.V2;
    }

    /** Opens the connection as far as {@link Entry} says. */
    Wire open(Scene scene) throws IOException {
        Wire wire = Wire.to(scene.port());
        switch (entry) {
            case NONE -> {}
            case PLAIN -> wire.enter(scene.wireId(), Wire.freshId(), Wire.ALL_BITS);
            case SLOW -> wire.enter(scene.wireId(), Wire.freshId(), Handshake.EXTENSION_PROTOCOL);
            case V2 -> wire.enter(scene.wireId(), Wire.freshId(), Wire.ALL_BITS | Handshake.V2_UPGRADE);
        }
        return wire;
    }

    /** Runs the script; that the other end closed before it was over is no failure. */
    void run(Wire wire, Scene scene) throws IOException {
        try {
            script.run(wire, scene);
        } catch (SocketException | EOFException e) {
            // Gone already.
        }
    }

    @Override
    public String toString() {
        return id + " " + name;
    }
}
