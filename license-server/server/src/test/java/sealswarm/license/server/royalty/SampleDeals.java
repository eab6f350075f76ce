package sealswarm.license.server.royalty;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import sealswarm.ledger.royalty.ContractVersion;
import sealswarm.license.wire.WireJson;

/** Contracts as an accountant sends them. */
public final class SampleDeals {
    private SampleDeals() {}

    /** 70 % of net of {@code demo-film} to Acme (60), Bolt (25) and Cora (15). */
    public static ContractVersion net(int version, Instant validFrom, String rate) {
        return WireJson.readRequest(
                json(version, validFrom, rate).getBytes(StandardCharsets.UTF_8), ContractVersion.class, 65_536);
    }

    public static String json(int version, Instant validFrom, String rate) {
        return """
                {"contractId":"c1","version":%d,"validFrom":"%s","terminated":"none","rightsType":"master","currency":"EUR",
                 "parties":[{"id":"acme","name":"Acme","dpid":""},{"id":"bolt","name":"Bolt","dpid":""},
                            {"id":"cora","name":"=Cora","dpid":""}],
                 "lines":[{"lineId":"net","titles":["demo-film"],"uses":[],"territories":[],"basis":"NET","rate":"%s",
                           "deductions":"0"}],
                 "shares":[{"party":"acme","weight":60},{"party":"bolt","weight":25},{"party":"cora","weight":15}],
                 "den":100,"residual":"none","policy":"lr-cum-1","countingRule":"play-30s/1","examples":[]}
                """.formatted(version, validFrom, rate);
    }
}
