package sealswarm.license;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import sealswarm.format.json.LowerHex;
import sealswarm.format.key.Id16;
import sealswarm.format.key.Info;
import sealswarm.license.device.DeviceId;

/** A license's name: id16("sealswarm/1/license-id", grantId, deviceId, generation). */
public record LicenseId(@JsonValue String hex) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public LicenseId {
        LowerHex.decode(hex, Id16.LENGTH_BYTES);
    }

    /** @param generation from 1, one more after each terminal state */
    public static LicenseId of(String grantId, DeviceId device, long generation) {
        return new LicenseId(
                Id16.of(Info.of("sealswarm/1/license-id", grantId, device.hex()).number(generation)));
    }

    @Override
    public String toString() {
        return hex;
    }
}
