package sealswarm.onebox.doctor;

import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/**
 * What of the machine does not depend on any setting.
 *
 * @param javaFeature Java's version, such as 17
 * @param processors how many there are
 * @param memoryBytes of the whole machine, where the platform tells it
 */
public record Machine(int javaFeature, int processors, OptionalLong memoryBytes) {
    static final int JAVA = 17;
    static final int PROCESSORS = 2;

    /** Shop and Keycloak together take about 1.5 GiB. */
    static final long LEAST_MEMORY_BYTES = 2L << 30;

    static final long MEMORY_BYTES = 3L << 30;

    /** This one. */
    public static Machine own() {
        return new Machine(
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? OptionalLong.of(system.getTotalMemorySize())
                        : OptionalLong.empty());
    }

    Finding java() {
        return javaFeature >= JAVA
                ? Finding.ok("java", Integer.toString(javaFeature))
                : Finding.failed("java", javaFeature + ", " + JAVA + " is needed", "install a JDK 17 or newer");
    }

    Finding processor() {
        return processors >= PROCESSORS
                ? Finding.ok("processor", processors + " processors")
                : Finding.warning("processor", "only one", "everything works, slowly");
    }

    Finding memory() {
        if (memoryBytes.isEmpty()) {
            return Finding.ok("memory", "not told by this platform");
        }
        long bytes = memoryBytes.getAsLong();
        String found = (bytes >> 20) + " MiB";
        if (bytes < LEAST_MEMORY_BYTES) {
            return Finding.failed("memory", found, "a machine with 3 GiB");
        }
        return bytes < MEMORY_BYTES
                ? Finding.warning("memory", found, "3 GiB leave room for the files in use")
                : Finding.ok("memory", found);
    }
}
