package sealswarm.overlay.swarm;

/** What all swarms of an engine may send and fetch together. Swarms with limits of their own stay under both. One loop owns it. */
public final class TrafficLimits {
    private final TokenBucket upload = new TokenBucket(TokenBucket.UNLIMITED, 0);
    private final TokenBucket download = new TokenBucket(TokenBucket.UNLIMITED, 0);

    /** Other limits from now on, in bytes per second, 0 for none; negative ones are refused. */
    public void set(long uploadLimit, long downloadLimit, long nowMillis) {
        if (uploadLimit < 0 || downloadLimit < 0) {
            throw new IllegalArgumentException("a limit is not negative");
        }
        upload.setRate(uploadLimit, nowMillis);
        download.setRate(downloadLimit, nowMillis);
    }

    TokenBucket upload() {
        return upload;
    }

    TokenBucket download() {
        return download;
    }
}
