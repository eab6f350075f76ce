package sealswarm.license.server.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LicenseIssueBenchmarkIT {
    @Test
    void benchmarkRunsAndCountsEveryLicense() throws Exception {
        LicenseIssueBenchmark.Result result = LicenseIssueBenchmark.measure(new LicenseIssueBenchmark.Load(2, 1, 2));
        assertEquals(4, result.licenses());
        assertTrue(result.issueRate() > 0 && result.cryptoRate() > 0 && result.writeRate() > 0, result.toString());
    }
}
