package sealswarm.packager.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import sealswarm.console.result.CommandResult;
import sealswarm.packager.keys.StudioKeystore;

/** {@code sealswarm keys}: shows the studio's public keys, making the keystore on first use. */
@Command(name = "keys", description = "Shows the studio's public keys; makes its keystore on first use.")
public final class KeysCommand extends PackagerCommand {
    @Override
    CommandResult run(Session session) throws Exception {
        try (StudioKeystore studio = session.keystore()) {
            String signingKid = studio.signing().kid().hex();
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("keystore", session.keystorePath().toString());
            document.put(
                    "signing",
                    Map.of(
                            "kid",
                            signingKid,
                            "pub",
                            studio.signing().verifyKey().text()));
            document.put(
                    "escrow",
                    Map.of(
                            "suite", studio.escrow().suite().id(),
                            "kid", studio.escrow().kid().hex(),
                            "pub", studio.escrow().publicKey().text()));
            return CommandResult.of(
                    document,
                    "keystore  " + session.keystorePath() + "\nsigning   " + signingKid + "\nescrow    "
                            + studio.escrow().kid());
        }
    }
}
