package sealswarm.license.device;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import sealswarm.format.json.LowerHex;
import sealswarm.format.key.Id16;
import sealswarm.format.key.Info;
import sealswarm.format.key.VerifyKey;
import sealswarm.format.wrap.WrapPublicKey;

/** A device's name: id16("sealswarm/1/device-id", suite, kemPub, sigPub), so that enrolling twice is one device. */
public record DeviceId(@JsonValue String hex) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DeviceId {
        LowerHex.decode(hex, Id16.LENGTH_BYTES);
    }

    public static DeviceId of(WrapPublicKey kem, VerifyKey signing) {
        return new DeviceId(Id16.of(Info.of("sealswarm/1/device-id", kem.suite().id())
                .raw(kem.bytes())
                .raw(signing.bytes())));
    }

    @Override
    public String toString() {
        return hex;
    }
}
