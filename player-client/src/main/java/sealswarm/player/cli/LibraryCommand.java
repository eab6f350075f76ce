package sealswarm.player.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import sealswarm.console.Console;
import sealswarm.console.result.CommandResult;
import sealswarm.license.client.StoredLogin;
import sealswarm.license.message.Grants.Grant;
import sealswarm.license.rights.Until;
import sealswarm.license.wire.WireJson;
import sealswarm.player.cache.PlayerHome;
import sealswarm.player.config.PlayerSettings;
import sealswarm.player.library.Library;
import sealswarm.player.login.SignIn;

/** Shows what the account holds; without a connection, what it held when last seen. */
@Command(name = "library", description = "shows what you hold")
public final class LibraryCommand extends PlayerCommand {
    @Override
    CommandResult run(Console console, PlayerSettings settings) throws Exception {
        SignIn signIn = signIn(console, BUYER);
        StoredLogin login = signIn.stored();
        Library library = new Library(
                PlayerHome.library(data(console, settings), login.pinnedKeys().iss(), login.account()));
        List<Grant> grants;
        try {
            grants = library.fetch(signIn.api());
        } catch (IOException e) {
            grants = library.kept();
            if (grants.isEmpty()) {
                throw e;
            }
            console.warn("the server cannot be reached; this is the library as last seen");
        }
        return shown(grants);
    }

    private static CommandResult shown(List<Grant> grants) {
        StringBuilder text = new StringBuilder();
        for (Grant grant : grants) {
            Until end = grant.rights().end();
            text.append(grant.titleId())
                    .append("  ")
                    .append(grant.title())
                    .append("  ")
                    .append(grant.kind().text())
                    .append(", ")
                    .append(grant.state().text())
                    .append(end.isUnlimited() ? "" : ", until " + end)
                    .append('\n');
        }
        return CommandResult.of(
                Map.of("grants", grants.stream().map(WireJson::tree).toList()),
                grants.isEmpty() ? "nothing yet" : text.toString());
    }
}
