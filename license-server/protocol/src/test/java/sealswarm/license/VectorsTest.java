package sealswarm.license;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.Id16;
import sealswarm.format.key.Info;
import sealswarm.format.key.TrackId;
import sealswarm.format.problem.FormatException;
import sealswarm.format.vectors.FormatVectors;
import sealswarm.format.wrap.HpkeSuite;
import sealswarm.license.LicenseDocument.Moment;
import sealswarm.license.device.DeviceKeys;
import sealswarm.license.key.ServerKeys;
import sealswarm.license.message.Grants;
import sealswarm.license.message.Licenses.UsageUpload;
import sealswarm.license.receipt.ReceiptChain;
import sealswarm.license.receipt.Segment;
import sealswarm.license.rights.Action;
import sealswarm.license.wire.WireJson;

/** The vectors of license-v1 and receipt-v1: what is accepted, what is refused, and under which name. */
class VectorsTest {
    private final JsonNode license = FormatVectors.read("license-v1/license.json");
    private final JsonNode receipt = FormatVectors.read("receipt-v1/segments.json");

    @Test
    void derivedIdsAreAsWritten() {
        JsonNode ids = license.get("ids");
        try (DeviceKeys device = device()) {
            assertEquals(ids.get("deviceId").asText(), device.deviceId().hex());
            assertEquals(ids.get("grantId").asText(), Grants.grantId("order-1", 0));
            assertEquals(
                    ids.get("licenseId").asText(),
                    LicenseId.of(ids.get("grantId").asText(), device.deviceId(), 1)
                            .hex());
            assertEquals(
                    ids.get("genesis").asText(),
                    ReceiptChain.genesis(device.deviceId(), 1).hex());
        }
        assertEquals(
                ids.get("id16").asText(),
                Id16.of(Info.of("sealswarm/1/grant-id", "order-1").number(0)));
    }

    @TestFactory
    Stream<DynamicTest> licensesOpenOrAreRefusedByName() {
        ServerKeys pinned = ServerKeys.firstSeen(Envelope.parse(utf8(license.get("serverKeys")), ServerKeys.TYPE));
        return elements(license.get("cases"))
                .map(item -> DynamicTest.dynamicTest(item.get("name").asText(), () -> {
                    String outcome;
                    try (DeviceKeys device = device()) {
                        LicenseDocument document = LicenseDocument.verified(
                                Envelope.parse(utf8(item.get("license")), LicenseDocument.TYPE), pinned);
                        document.check(
                                new LicenseDocument.Opening(
                                        device,
                                        item.path("revisionSeen").asLong(0),
                                        new RevocationList(1, Set.of(), Set.of(), Set.of(), Set.of()),
                                        new ClockReading(
                                                Instant.parse(item.get("now").asText()),
                                                item.path("rolledBack").asBoolean(false)),
                                        0),
                                Action.valueOf(item.get("action").asText()),
                                new TrackId(item.get("track").asText()),
                                Moment.START);
                        outcome = "ok " + document.termsHash().hex();
                    } catch (LicenseRefusal refusal) {
                        outcome = refusal.problem().code();
                    } catch (FormatException refusal) {
                        outcome = refusal.problem().code();
                    }
                    assertEquals(item.get("outcome").asText(), outcome);
                }));
    }

    @TestFactory
    Stream<DynamicTest> segmentsAreAcceptedOrRefusedByName() {
        return elements(receipt.get("cases"))
                .map(item -> DynamicTest.dynamicTest(item.get("name").asText(), () -> {
                    String outcome;
                    try (DeviceKeys device = device()) {
                        UsageUpload upload = WireJson.readTree((ObjectNode) item.get("upload"), UsageUpload.class);
                        Segment segment =
                                Segment.verified(upload, device.signing().verifyKey());
                        List<String> hashes = new ArrayList<>();
                        segment.items().forEach(each -> hashes.add(each.hash().hex()));
                        outcome = "ok " + hashes.get(hashes.size() - 1);
                    } catch (FormatException refusal) {
                        outcome = refusal.problem().code();
                    }
                    assertEquals(item.get("outcome").asText(), outcome);
                }));
    }

    @Test
    void vectorsHoldBothKinds() {
        for (JsonNode cases : List.of(license.get("cases"), receipt.get("cases"))) {
            assertTrue(elements(cases)
                    .anyMatch(item -> item.get("outcome").asText().startsWith("ok ")));
            assertTrue(elements(cases)
                            .filter(item -> !item.get("outcome").asText().startsWith("ok "))
                            .count()
                    >= 4);
        }
    }

    private DeviceKeys device() {
        JsonNode seeds = license.get("device");
        return DeviceKeys.ofSeeds(
                HpkeSuite.X_WING,
                FormatVectors.secret(seeds.get("kemSeed")),
                FormatVectors.secret(seeds.get("signingSeed")));
    }

    private static byte[] utf8(JsonNode tree) {
        return tree.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
