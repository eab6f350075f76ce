package sealswarm.license.server.metering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sealswarm.license.server.metering.Meter.verdicts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import sealswarm.license.message.Devices.DeviceState;
import sealswarm.license.receipt.PlayEntry.PlayId;
import sealswarm.license.receipt.PlayEntry.Reason;

class ReceiptDeskTest {
    private final Meter meter = new Meter();

    private Meter.Log device(long playsReserved) {
        Meter.Log device = meter.device().licensed(playsReserved, Instant.MAX);
        meter.passes(Duration.ofMinutes(10));
        return device;
    }

    @Test
    void segmentIsTakenOnceHoweverOftenItComes() {
        Meter.Log device = device(0);
        PlayId play = device.start();
        device.plays(play, 0, 31);
        assertEquals(List.of("accepted", "accepted"), verdicts(device.uploadAll()));
        assertEquals(List.of("duplicate", "duplicate"), verdicts(device.uploadAll()));
        assertEquals(List.of("duplicate"), verdicts(device.upload(2, 2)));
        assertEquals(1, meter.grant().playsUsed());
        assertEquals(1, meter.charged.size());
        assertEquals(2, device.upload(1, 1).head().seq());
    }

    @Test
    void playBeyondTheReservedOnesIsAnOverrunInALaterUploadToo() {
        Meter.Log device = device(2);
        for (int i = 0; i < 3; i++) {
            device.start();
        }
        assertEquals(List.of("accepted"), verdicts(device.upload(1, 1)));
        assertEquals(List.of("accepted", "overrun"), verdicts(device.upload(2, 3)));
        device.start();
        assertEquals(List.of("overrun"), verdicts(device.upload(4, 4)));
        assertEquals(2, meter.grant().playsUsed());
    }

    @Test
    void nextRevisionMayStartWhatItReservedAnew() {
        Meter.Log device = device(1);
        device.start();
        device.uploadAll();
        meter.passes(Duration.ofMinutes(2));
        device.licensed(1, Instant.MAX);
        device.start();
        device.start();
        assertEquals(List.of("accepted", "overrun"), verdicts(device.upload(2, 3)));
    }

    @Test
    void restoredBackupStartsNoPlayAgain() {
        Meter.Log device = device(1);
        device.start();
        device.uploadAll();
        device.nextEpoch();
        device.start();
        assertEquals(List.of("overrun"), verdicts(device.uploadAll()));
    }

    @Test
    void whatFollowsAStartThatDidNotCountIsNotCharged() {
        Meter.Log device = device(1);
        PlayId first = device.start();
        device.plays(first, 0, 5);
        device.uploadAll();
        device.start(first);
        device.plays(first, 5, 45);
        assertEquals(List.of("overrun", "accepted"), verdicts(device.upload(3, 4)));
        assertEquals(List.of(), meter.charged);
    }

    @Test
    void receiptsOfTwoDevicesMixAsTheyCome() {
        Meter.Log one = device(0);
        Meter.Log two = device(0);
        PlayId ones = one.start();
        PlayId twos = two.start();
        one.plays(ones, 0, 20);
        two.plays(twos, 0, 20);
        one.plays(ones, 20, 40);
        two.plays(twos, 20, 40);
        two.upload(1, 2);
        one.upload(1, 1);
        two.upload(3, 3);
        one.upload(2, 3);
        one.uploadAll();
        two.uploadAll();
        assertEquals(2, meter.grant().playsUsed());
        assertEquals(2, meter.charged.size());
        for (Meter.Log each : List.of(one, two)) {
            assertEquals(
                    1, meter.grant().holder(each.device().id()).orElseThrow().playsStarted());
        }
    }

    @Test
    void clockOfTheDeviceDoesNotDecideWhenAPlayWas() {
        Meter.Log device = meter.device().licensed(0, Instant.MAX);
        Instant issued = meter.now;
        meter.passes(Duration.ofHours(2));
        device.append(Reason.START, device.start(), Instant.parse("1970-01-01T00:00:00Z"), 0, List.of());
        device.append(Reason.START, device.start(), Instant.parse("2106-02-07T06:28:16Z"), 0, List.of());
        assertEquals(List.of("accepted", "accepted", "accepted", "accepted"), verdicts(device.uploadAll()));
        StoredSegment stored = meter.receipts.find(device.device().id(), 1, 1).orElseThrow();
        assertEquals(issued, stored.entry(2).orElseThrow().occurredAt());
        assertEquals(meter.now, stored.entry(4).orElseThrow().occurredAt());
    }

    @Test
    void secondLogOfOneDeviceIsKeptAsEvidenceAndTheDeviceStopped() {
        Meter.Log device = device(0);
        device.start();
        device.start();
        device.uploadAll();
        device.cutTo(1);
        device.start();
        device.start();
        assertEquals(List.of("duplicate", "fork", "fork"), verdicts(device.uploadAll()));
        assertEquals(DeviceState.QUARANTINED, device.device().state());
        assertEquals(2, meter.receipts.forks().size());
        assertEquals(2, meter.grant().playsUsed(), "what was taken before stays");
    }

    @Test
    void uploadThatFollowsAnotherLogIsAForkEvenIfItOverlapsNowhere() {
        Meter.Log device = device(0);
        device.start();
        device.uploadAll();
        device.cutTo(0);
        device.start();
        device.start();
        assertEquals(List.of("fork"), verdicts(device.upload(2, 2)));
        assertEquals(DeviceState.QUARANTINED, device.device().state());
    }

    @Test
    void uploadThatWaitedAndFollowsAnotherLogIsAForkOnceItsTurnComes() {
        Meter.Log device = device(0);
        device.start();
        device.start();
        device.start();
        assertEquals(List.of("held"), verdicts(device.upload(3, 3)));
        device.cutTo(0);
        device.start();
        device.start();
        assertEquals(2, device.upload(1, 2).head().seq());
        assertEquals(DeviceState.QUARANTINED, device.device().state());
        assertEquals(1, meter.receipts.forks().size());
    }

    @Test
    void uploadsInAnyOrderEndInTheSameLog() {
        Meter.Log device = device(0);
        PlayId play = device.start();
        for (int i = 0; i < 5; i++) {
            device.plays(play, i * 10, i * 10 + 10);
        }
        for (long seq : List.of(6L, 3L, 5L, 2L)) {
            assertEquals(List.of("held"), verdicts(device.upload(seq, seq)));
        }
        assertEquals(3, device.upload(1, 1).head().seq());
        assertEquals(6, device.upload(4, 4).head().seq());
        assertTrue(meter.receipts.waiting(java.util.Optional.empty(), 10).isEmpty());
        assertEquals(1, meter.charged.size());
    }

    @Test
    void uploadThatWaitedIsJudgedByTheTimeItCame() {
        Meter.Log device = meter.device().licensed(0, Instant.MAX);
        PlayId play = device.start();
        device.plays(play, 0, 60);
        meter.passes(Duration.ofSeconds(20));
        device.upload(2, 2);
        meter.passes(Duration.ofHours(1));
        device.upload(1, 1);
        StoredSegment joined = meter.receipts.find(device.device().id(), 1, 2).orElseThrow();
        assertEquals(
                "more was played than time has passed", joined.entries().get(0).reason());
        assertEquals(meter.now, joined.receivedAt());
    }
}
