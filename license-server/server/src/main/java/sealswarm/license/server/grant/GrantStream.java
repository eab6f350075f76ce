package sealswarm.license.server.grant;

import java.time.Instant;
import sealswarm.license.device.DeviceId;

/** A device that plays with a connection now: it takes a stream until its lease ends or it stops. */
public record GrantStream(DeviceId device, Instant startedAt, Instant until) {}
