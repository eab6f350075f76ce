package sealswarm.player.library;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sealswarm.format.disk.PrivateFile;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.message.Grants.Grant;
import sealswarm.license.message.Grants.GrantPage;
import sealswarm.license.message.Grants.GrantState;
import sealswarm.license.wire.WireJson;

/** What the account holds, fetched and kept for the times without a connection. Blocking. */
public final class Library {
    /** Most grants shown. */
    public static final int MAX_GRANTS = 10_000;

    private static final int MAX_BYTES = 4 << 20;

    private final PrivateFile file;

    public Library(PrivateFile file) {
        this.file = file;
    }

    /** All grants of the account from the server; kept for later. */
    public List<Grant> fetch(LicenseApi api) throws IOException, InterruptedException {
        List<Grant> grants = api.allGrants(Map.of(), MAX_GRANTS);
        byte[] bytes = WireJson.write(new GrantPage(grants, null));
        if (bytes.length <= MAX_BYTES) {
            file.write(bytes);
        }
        return grants;
    }

    /** The grants as they were last seen; empty if they never were. */
    public List<Grant> kept() throws IOException {
        Optional<byte[]> bytes = file.read();
        return bytes.isPresent()
                ? WireJson.readAnswer(bytes.get(), GrantPage.class, MAX_BYTES).grants()
                : List.of();
    }

    /** The grant to use for a title named by its id or its whole name: an active one first, the newest of those. */
    public static Optional<Grant> find(List<Grant> grants, String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        return grants.stream()
                .filter(grant -> grant.titleId().text().equals(wanted)
                        || grant.title().toLowerCase(Locale.ROOT).equals(wanted))
                .max(java.util.Comparator.comparing((Grant grant) -> grant.state() == GrantState.ACTIVE)
                        .thenComparing(Grant::createdAt));
    }
}
