package sealswarm.license.server.metering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sealswarm.license.server.metering.Meter.verdicts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.ledger.counting.Verdict;
import sealswarm.license.message.Devices.DeviceState;
import sealswarm.license.receipt.PlayEntry.PlayId;

class GapSweepTest {
    private final Meter meter = new Meter();

    /** A device whose lease ends in a quarter of an hour, with entries 1 to 6. */
    private Meter.Log device() {
        Meter.Log device = meter.device().licensed(0, meter.now.plus(Duration.ofMinutes(15)));
        meter.passes(Duration.ofMinutes(5));
        for (int i = 0; i < 3; i++) {
            PlayId play = device.start();
            device.plays(play, 0, 31);
        }
        return device;
    }

    private static Verdict verdict(StoredSegment segment, long seq) {
        return segment.entry(seq).orElseThrow().verdict();
    }

    @Test
    void gapIsClosedSevenDaysAfterTheLeaseAndNotASecondEarlier() {
        Meter.Log device = device();
        Instant leaseEnd = meter.now.plus(Duration.ofMinutes(10));
        device.upload(1, 2);
        device.upload(5, 6);
        meter.now = leaseEnd.plus(ReceiptDesk.GAP_LIFE).minusSeconds(1);
        assertEquals(0, meter.sweep.sweep());
        assertEquals(2, meter.logs.head(device.device()).seq());
        meter.passes(Duration.ofSeconds(1));
        assertEquals(1, meter.sweep.sweep());
        assertEquals(6, meter.logs.head(device.device()).seq());
        assertEquals(0, meter.sweep.sweep());
        StoredSegment closed = meter.receipts.find(device.device().id(), 1, 3).orElseThrow();
        assertEquals(Verdict.GAP, verdict(closed, 5));
        assertEquals(Verdict.GAP, verdict(closed, 6));
        assertEquals(1, meter.grant().playsUsed());
        assertEquals(1, meter.charged.size());
    }

    @Test
    void logGoesOnAfterTheHoleAndWhatComesForItCountsNothingAndIsNoFork() {
        Meter.Log device = device();
        device.upload(1, 2);
        device.upload(5, 6);
        meter.passes(Duration.ofDays(8));
        meter.sweep.sweep();
        assertEquals(List.of("gap", "gap"), verdicts(device.upload(3, 4)));
        assertEquals(
                List.of("duplicate", "duplicate", "gap", "gap", "duplicate", "duplicate"),
                verdicts(device.uploadAll()));
        PlayId next = device.licensed(0, Instant.MAX).start();
        meter.passes(Duration.ofMinutes(1));
        device.plays(next, 0, 31);
        ReceiptDesk.Taken taken = device.upload(7, 8);
        assertEquals(List.of("accepted", "accepted"), verdicts(taken));
        assertEquals(8, taken.head().seq());
        assertEquals(DeviceState.ACTIVE, device.device().state());
        assertEquals(2, meter.grant().playsUsed());
        assertEquals(2, meter.charged.size());
    }

    @Test
    void leaseWithoutEndIsWaitedForSevenDaysFromTheUploadOn() {
        Meter.Log device = meter.device().licensed(0, Instant.MAX);
        device.start();
        device.start();
        device.upload(2, 2);
        meter.passes(ReceiptDesk.GAP_LIFE.minusSeconds(1));
        assertEquals(0, meter.sweep.sweep());
        meter.passes(Duration.ofSeconds(1));
        assertEquals(1, meter.sweep.sweep());
        StoredSegment closed = meter.receipts.find(device.device().id(), 1, 1).orElseThrow();
        assertEquals(
                List.of(2L), closed.entries().stream().map(StoredEntry::seq).toList());
    }

    @Test
    void earliestOfSeveralUploadsIsSettledFirstAndThoseBehindItJoin() {
        Meter.Log device = device();
        device.upload(6, 6);
        meter.passes(Duration.ofMinutes(1));
        device.upload(2, 2);
        device.upload(3, 3);
        meter.passes(Duration.ofDays(8));
        assertEquals(1, meter.sweep.sweep());
        assertEquals(3, meter.logs.head(device.device()).seq());
        StoredSegment joined = meter.receipts.find(device.device().id(), 1, 3).orElseThrow();
        assertEquals(Verdict.ACCEPTED, verdict(joined, 3), "nothing is missing before it");
        assertEquals(1, meter.sweep.sweep());
        assertEquals(6, meter.logs.head(device.device()).seq());
        assertTrue(meter.receipts.waiting(Optional.empty(), 10).isEmpty());
    }

    @Test
    void uploadWhoseGapWasFilledByALongerOneIsSettledAtOnce() {
        Meter.Log device = device();
        device.upload(3, 5);
        device.upload(1, 4);
        assertEquals(1, meter.sweep.sweep());
        assertEquals(5, meter.logs.head(device.device()).seq());
        assertTrue(meter.receipts.waiting(Optional.empty(), 10).isEmpty());
        assertEquals(DeviceState.ACTIVE, device.device().state());
    }

    @Test
    void logOfAQuarantinedDeviceStaysAsItIs() {
        Meter.Log device = device();
        device.upload(5, 6);
        meter.deviceDesk.quarantine(device.device().id());
        meter.passes(Duration.ofDays(400));
        assertEquals(0, meter.sweep.sweep());
        assertEquals(1, meter.receipts.waiting(Optional.empty(), 10).size());
    }

    @Test
    void manyLogsAreSettledInOneSweep() {
        for (int i = 0; i < 5; i++) {
            device().upload(5, 6);
        }
        meter.passes(Duration.ofDays(8));
        assertEquals(5, meter.sweep.sweep());
    }
}
