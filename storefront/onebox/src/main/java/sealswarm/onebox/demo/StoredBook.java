package sealswarm.onebox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import sealswarm.license.client.FileTokens;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.client.Pause;
import sealswarm.license.client.StoredLogin;
import sealswarm.license.client.TokenFile;
import sealswarm.license.server.http.Role;

/**
 * The journal as it is stored, entry by entry (docs/spec/journal-v1.md), summed up by other code than wrote it.
 *
 * @param entries how many there are
 * @param minorUnits debits less credits by account and currency, in hundredths
 */
record StoredBook(long entries, Map<String, Long> minorUnits) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DECIMALS = 2;
    private static final Pause SLEEP = duration -> Thread.sleep(duration.toMillis());

    StoredBook {
        minorUnits = Map.copyOf(minorUnits);
    }

    /** Reads the whole book from the license server, as whoever is signed in at {@code home}. */
    static StoredBook read(URI server, Path home, Role role) throws IOException, InterruptedException {
        TokenFile file =
                new TokenFile(TokenFile.standardPath(Map.of("HOME", home.toString()), role.realmName()), SLEEP);
        StoredLogin login = file.require();
        HttpClient http = LicenseApi.newHttpClient();
        FileTokens tokens = FileTokens.of(file, login, http, new SecureRandom(), InstantSource.system());
        LicenseApi api = new LicenseApi(server, http, tokens, LicenseApi.DEFAULT_TIMEOUT);
        try (InputStream lines = api.journal(1)) {
            return sum(lines);
        }
    }

    /** Sums up entries, one per line. */
    static StoredBook sum(InputStream lines) throws IOException {
        Map<String, Long> sums = new TreeMap<>();
        long entries = 0;
        BufferedReader reader = new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            entries++;
            for (JsonNode posting : JSON.readTree(line).path("postings")) {
                String place =
                        posting.path("a").asText() + " " + posting.path("c").asText();
                sums.merge(place, Long.parseLong(posting.path("m").asText()), Math::addExact);
            }
        }
        return new StoredBook(entries, sums);
    }

    /** What accounts whose names begin so, such as {@code tax}, were credited in all, less their debits; all accounts for "". */
    BigDecimal credited(String kind, String currency) {
        long sum = minorUnits.entrySet().stream()
                .filter(each -> each.getKey().endsWith(" " + currency))
                .filter(each -> kind.isEmpty()
                        || each.getKey().startsWith(kind + ":")
                        || each.getKey().equals(kind + " " + currency))
                .mapToLong(Map.Entry::getValue)
                .reduce(0, Math::addExact);
        return BigDecimal.valueOf(Math.negateExact(sum), DECIMALS);
    }
}
