package sealswarm.license.rights;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import sealswarm.format.key.TrackId;
import sealswarm.license.money.Money;

/** Rights as tests need them: play and download two tracks, from 2031 on, without end. */
public final class SampleRights {
    public static final Instant START = Instant.parse("2031-01-01T00:00:00Z");
    public static final TrackId HD = new TrackId("hd");
    public static final TrackId AUDIO = new TrackId("audio-en");

    private SampleRights() {}

    public static Rights owned() {
        return with(new Window(START, Until.UNLIMITED), Rental.NONE, Limit.UNLIMITED);
    }

    public static Rights with(Window window, Rental rental, Limit plays) {
        return new Rights(
                Set.of(Action.PLAY, Action.DOWNLOAD),
                window,
                rental,
                new Rights.Plays(plays, 30),
                new Rights.Devices(Limit.of(5), 4),
                new Rights.Streams(Limit.of(2), Rights.OnExceed.STOP_OLDEST),
                List.of(HD, AUDIO),
                new Rights.Territory(Territories.of(List.of("DE", "AT"))),
                new Rights.Offline(Limit.UNLIMITED),
                new Rights.Output(Rights.MinHdcp.NONE),
                new Rights.Renew(window.notAfter(), true),
                new Rights.Charge(Rights.ChargeModel.ONCE, Money.zero("EUR")),
                Rights.Nothing.NONE,
                Rights.Nothing.NONE,
                Rights.Nothing.NONE);
    }
}
