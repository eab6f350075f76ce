package sealswarm.license.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.problem.FormatException;
import sealswarm.license.SampleLicense;
import sealswarm.license.device.DeviceRequest.DeviceAction;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.receipt.LogHead;
import sealswarm.license.receipt.ReceiptChain;

class DeviceDocumentsTest {
    private final SampleLicense shop = new SampleLicense();
    private final SecureRandom random = new SecureRandom();

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void enrolmentIsReadBackAndNamesTheDevice() {
        DeviceEnrolment enrolment = DeviceEnrolment.read(enrolment("living room"));
        assertEquals(shop.device.deviceId(), enrolment.deviceId());
        assertEquals("subject-1", enrolment.account());
        assertEquals(shop.device.kem().publicKey(), enrolment.kemKey());
    }

    @Test
    void enrolmentSignedByAnotherKeyIsRefused() {
        try (DeviceKeys other = DeviceKeys.random(random)) {
            ObjectNode payload = enrolment("a").unverifiedTree(DeviceEnrolment.TYPE);
            Envelope forged = Envelope.sign(DeviceEnrolment.TYPE, payload, other.signing());
            assertThrows(FormatException.class, () -> DeviceEnrolment.read(forged));
        }
    }

    @Test
    void enrolmentNamesHaveALimitAndNoControlCharacters() {
        DeviceEnrolment.read(enrolment("n".repeat(DeviceEnrolment.MAX_NAME)));
        for (String name : List.of("", " ", "n".repeat(DeviceEnrolment.MAX_NAME + 1), "a\u001b[31m")) {
            assertThrows(IllegalArgumentException.class, () -> enrolment(name), name);
        }
    }

    @Test
    void enrolmentWithAnUnknownMemberOrSuiteIsRefused() {
        ObjectNode more = enrolment("a").unverifiedTree(DeviceEnrolment.TYPE).put("role", "operator");
        assertThrows(
                FormatException.class,
                () -> DeviceEnrolment.read(Envelope.sign(DeviceEnrolment.TYPE, more, shop.device.signing())));
        ObjectNode suite = enrolment("a").unverifiedTree(DeviceEnrolment.TYPE);
        ((ObjectNode) suite.get("kem")).put("suite", "9999.0001.0002");
        assertThrows(
                FormatException.class,
                () -> DeviceEnrolment.read(Envelope.sign(DeviceEnrolment.TYPE, suite, shop.device.signing())));
    }

    @Test
    void certificateAndHeadAreBelievedFromThePinnedServerOnly() {
        DeviceCertificate certificate = new DeviceCertificate(
                shop.device.deviceId(),
                "b-1",
                shop.device.kem().kid(),
                shop.device.signing().kid(),
                1,
                SampleLicense.NOW);
        assertEquals(certificate, DeviceCertificate.read(certificate.sign(shop.documents), shop.serverKeys()));
        assertThrows(
                FormatException.class,
                () -> DeviceCertificate.read(certificate.sign(shop.device.signing()), shop.serverKeys()));
        LogHead head = new LogHead(
                shop.device.deviceId(), 1, 0, ReceiptChain.genesis(shop.device.deviceId(), 1), SampleLicense.NOW);
        assertEquals(head, LogHead.read(head.sign(shop.documents), shop.serverKeys()));
        Envelope wrongType = certificate.sign(shop.documents);
        assertThrows(FormatException.class, () -> LogHead.read(wrongType, shop.serverKeys()));
    }

    @Test
    void requestIsReadBackForItsDeviceOnly() {
        Envelope envelope = request(SampleLicense.GRANT).sign(shop.device.signing());
        assertEquals(shop.device.deviceId(), DeviceRequest.unverifiedDevice(envelope));
        assertEquals(
                DeviceAction.LICENSE,
                DeviceRequest.read(envelope, shop.device.signing().verifyKey()).action());
        assertThrows(FormatException.class, () -> DeviceRequest.read(envelope, shop.documents.verifyKey()));
    }

    @Test
    void requestForSomethingThatIsNoGrantIsRefused() {
        for (String grant : List.of("", "g-", "g-x", "x-00112233445566778899aabbccddeeff", "{\"$gt\":\"\"}")) {
            assertThrows(RuntimeException.class, () -> request(grant), grant);
        }
    }

    @Test
    void stateOpensWithTheDevicesKeysOnly() {
        byte[] state = "{\"mark\":1}".getBytes(StandardCharsets.UTF_8);
        byte[] sealed = SealedState.seal(shop.device, state, random);
        assertArrayEquals(state, SealedState.open(shop.device, sealed));
        assertFalse(new String(sealed, StandardCharsets.ISO_8859_1).contains("mark"));
        try (DeviceKeys other = DeviceKeys.random(random)) {
            assertThrows(FormatException.class, () -> SealedState.open(other, sealed));
        }
        for (int at = 0; at < sealed.length; at++) {
            byte[] flipped = sealed.clone();
            flipped[at] ^= 1;
            assertThrows(FormatException.class, () -> SealedState.open(shop.device, flipped), "byte " + at);
        }
        assertThrows(FormatException.class, () -> SealedState.open(shop.device, new byte[0]));
    }

    @Test
    void keysAreNeverPrinted() {
        assertTrue(shop.device.toString().contains("redacted"));
    }

    private Envelope enrolment(String name) {
        return DeviceEnrolment.sign(
                shop.device, SampleLicense.ISS, "subject-1", name, "Linux amd64", shop.nonce(), SampleLicense.NOW);
    }

    private DeviceRequest request(String grant) {
        return new DeviceRequest(
                SampleLicense.ISS,
                DeviceAction.LICENSE,
                grant,
                shop.device.deviceId(),
                shop.nonce(),
                SampleLicense.NOW,
                Use.STREAM,
                ReceiptChain.start(shop.device.deviceId(), 1),
                List.of());
    }
}
