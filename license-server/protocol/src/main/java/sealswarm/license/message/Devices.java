package sealswarm.license.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import sealswarm.license.device.DeviceId;

/** Answers about devices. {@code POST /v1/devices} takes and answers signed documents: {@link sealswarm.license.device}. */
public final class Devices {
    /** State of a device. */
    public enum DeviceState {
        ACTIVE,
        QUARANTINED,
        REMOVED,
        REVOKED;

        @JsonValue
        public String text() {
            return Texts.constant(this);
        }
    }

    /** Slots of the account: taken, all, and how many freed ones may be filled again now. */
    public record Slots(int used, int max, int swapsLeft) {}

    /** One device of the caller. */
    public record Device(
            DeviceId deviceId,
            String name,
            String platform,
            DeviceState state,
            Instant enrolledAt,
            Instant lastSeenAt) {}

    /** Answer of {@code GET /v1/devices}. */
    public record DeviceList(List<Device> devices, Slots slots) {
        public DeviceList {
            devices = List.copyOf(devices);
        }
    }

    private Devices() {}
}
