package sealswarm.license.server.device;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sealswarm.license.device.DeviceId;

/**
 * An account's pseudonym and device slots: the only document that links the two, and the one that is erased on request.
 *
 * @param subject of the realm
 * @param buyer random pseudonym, 32 hex digits; a license's {@code sub}
 * @param devices that hold a slot
 * @param freed when slots were freed, oldest first
 * @param ver changes with every change
 */
public record BuyerAccount(String subject, String buyer, List<DeviceId> devices, List<Instant> freed, long ver) {
    /** Slots of an account. */
    public static final int MAX_DEVICES = 10;

    /** How many freed slots may be filled again within {@link #SWAP_WINDOW}. */
    public static final int MAX_SWAPS = 10;

    public static final Duration SWAP_WINDOW = Duration.ofDays(90);

    public BuyerAccount {
        devices = List.copyOf(devices);
        freed = List.copyOf(freed);
    }

    /** A new account without devices. */
    public static BuyerAccount fresh(String subject, String buyer) {
        return new BuyerAccount(subject, buyer, List.of(), List.of(), 1);
    }

    /** How many freed slots may still be filled again now. */
    public int swapsLeft(Instant now) {
        return Math.max(0, MAX_SWAPS - recentlyFreed(now).size());
    }

    /** Whether one more device may have a slot now. */
    boolean hasRoom(Instant now) {
        return devices.size() < MAX_DEVICES
                && devices.size() + recentlyFreed(now).size() < MAX_DEVICES + MAX_SWAPS;
    }

    /** When a slot can be filled again at the earliest, if only swaps are lacking; else now. */
    Instant retryAt(Instant now) {
        List<Instant> recent = recentlyFreed(now);
        return recent.isEmpty() || devices.size() >= MAX_DEVICES
                ? now
                : recent.get(0).plus(SWAP_WINDOW);
    }

    BuyerAccount with(DeviceId device) {
        List<DeviceId> more = new ArrayList<>(devices);
        more.add(device);
        return new BuyerAccount(subject, buyer, more, freed, ver + 1);
    }

    BuyerAccount without(DeviceId device, Instant now) {
        List<DeviceId> fewer =
                devices.stream().filter(held -> !held.equals(device)).toList();
        List<Instant> times = new ArrayList<>(recentlyFreed(now));
        times.add(now);
        return new BuyerAccount(subject, buyer, fewer, times, ver + 1);
    }

    private List<Instant> recentlyFreed(Instant now) {
        return freed.stream()
                .filter(time -> time.plus(SWAP_WINDOW).isAfter(now))
                .toList();
    }
}
