package sealswarm.overlay.host;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sealswarm.overlay.token.SwarmId;

/**
 * What a host holds and has done.
 *
 * @param budgetBytes what tracks may take of the disk
 * @param tracks what it holds
 * @param servedBytes bytes to peers over all runs, also of tracks given up since
 * @param servedThisRunBytes bytes to peers since this process began
 * @param limits what it may move now
 * @param publicKey the host's own key, hex: what the edge credits
 * @param heldAcks acks of peers that no edge has judged yet
 * @param trouble why the edge was not asked with success the last time, or what is wrong with the limits file
 * @param refused tracks that were offered and not taken in, with the reason
 */
public record HostStatus(
        long budgetBytes,
        List<Track> tracks,
        long servedBytes,
        long servedThisRunBytes,
        HostLimits limits,
        String publicKey,
        int heldAcks,
        Optional<String> trouble,
        Map<SwarmId, String> refused) {
    public HostStatus {
        tracks = List.copyOf(tracks);
        refused = Map.copyOf(refused);
    }

    /**
     * One track: nobody here knows which title it is of.
     *
     * @param swarmId the track
     * @param sizeBytes its length
     * @param heldBytes bytes of it that are here and checked
     * @param fetchedBytes bytes of it that came since it was opened in this run
     * @param servedBytes bytes of it to peers over all runs
     * @param peers connected peers
     * @param disk whether it can be written to the disk
     * @param shop who answers for it
     * @param abuseContact where complaints about it go
     */
    public record Track(
            SwarmId swarmId,
            long sizeBytes,
            long heldBytes,
            long fetchedBytes,
            long servedBytes,
            int peers,
            Disk disk,
            String shop,
            String abuseContact) {}

    /** Whether a track's bytes can be written. */
    public enum Disk {
        WORKING,
        /** Full or broken: the download waits and goes on by itself; what is held is served. */
        FAILING
    }

    /** Bytes held of all tracks. */
    public long heldBytes() {
        return tracks.stream().mapToLong(Track::heldBytes).sum();
    }

    /** Connected peers of all tracks. */
    public int peers() {
        return tracks.stream().mapToInt(Track::peers).sum();
    }
}
