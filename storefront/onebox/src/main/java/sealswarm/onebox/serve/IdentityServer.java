package sealswarm.onebox.serve;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sealswarm.console.exit.Refusal;
import sealswarm.console.settings.SecretText;
import sealswarm.embedded.keycloak.KeycloakException;
import sealswarm.embedded.keycloak.KeycloakProcess;
import sealswarm.embedded.keycloak.KeycloakSettings;
import sealswarm.embedded.keycloak.KeycloakStart;
import sealswarm.license.server.identity.AdminAccess;
import sealswarm.license.server.identity.RealmPlan;
import sealswarm.license.server.identity.RealmProvisioner;

/** Where people sign in: our own child process or an external server, with the shop's realm in it. */
final class IdentityServer implements AutoCloseable {
    static final String REALM = "sealswarm";

    private final AdminAccess administrator;
    private final @Nullable KeycloakProcess process;

    private IdentityServer(AdminAccess administrator, @Nullable KeycloakProcess process) {
        this.administrator = administrator;
        this.process = process;
    }

    /**
     * Starts the child if it is ours, and brings the realm to what the shop needs. Takes some ten seconds.
     *
     * @throws Refusal if it does not start
     */
    static IdentityServer start(
            ShopPlan plan,
            ShopPorts ports,
            SecretText storefrontSecret,
            SecretText serverSecret,
            KeycloakStart start,
            Consumer<String> say) {
        IdentityServer server = plan.identity() instanceof ShopPlan.ExternalKeycloak external
                ? new IdentityServer(
                        AdminAccess.administrator(external.url(), external.administrator(), external.password()), null)
                : child(plan, ports, start, say);
        try {
            URI url = server.administrator.baseUrl();
            RealmProvisioner.provision(
                    server.administrator,
                    new RealmPlan(
                            REALM, url, List.of(ShopPorts.url(ports.storefront())), storefrontSecret, serverSecret));
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static IdentityServer child(ShopPlan plan, ShopPorts ports, KeycloakStart start, Consumer<String> say) {
        if (!(plan.identity() instanceof ShopPlan.OwnKeycloak own)) {
            throw new IllegalArgumentException("no identity server: " + plan.identity());
        }
        try {
            KeycloakProcess process = KeycloakProcess.start(
                    new KeycloakSettings(
                            own.zip(),
                            own.cache(),
                            plan.data().resolve("keycloak"),
                            ports.keycloak(),
                            ports.keycloakManagement(),
                            own.startLimit()),
                    say,
                    start);
            return new IdentityServer(
                    AdminAccess.administrator(
                            process.baseUrl(), process.adminUser(), SecretText.of(process.adminPassword())),
                    process);
        } catch (KeycloakException e) {
            throw Refusal.failure("identity-server", String.valueOf(e.getMessage()), "see the log it names")
                    .causedBy(e);
        }
    }

    /** The {@code iss} of the shop's tokens, known before the server runs. */
    static URI issuer(ShopPlan plan, ShopPorts ports) {
        return URI.create(address(plan, ports) + "/realms/" + REALM);
    }

    /** The server's address without a realm. */
    static URI address(ShopPlan plan, ShopPorts ports) {
        return plan.identity() instanceof ShopPlan.ExternalKeycloak external
                ? external.url()
                : ShopPorts.url(ports.keycloak());
    }

    AdminAccess administrator() {
        return administrator;
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
