package sealswarm.license.server.identity;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.ClientResource;
import org.keycloak.admin.client.resource.ProtocolMappersResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.license.server.http.Role;

/**
 * Brings a realm to its {@link RealmPlan}, whether it is new, half made or made before: the same path at every start. Two
 * servers may provision at once. Blocks; run it on a worker.
 */
public final class RealmProvisioner {
    private static final Logger LOG = LoggerFactory.getLogger(RealmProvisioner.class);
    private static final int HTTP_CREATED = 201;
    private static final int HTTP_NO_CONTENT = 204;
    private static final int HTTP_CONFLICT = 409;

    private RealmProvisioner() {}

    /** Makes or updates the realm. Fails with the admin API's own exception if the identity server refuses. */
    public static void provision(AdminAccess access, RealmPlan plan) {
        try (Keycloak admin = access.open()) {
            ensureRealm(admin, plan);
            RealmResource realm = admin.realm(plan.realm());
            for (Role role : Role.values()) {
                ensureRole(realm, role.realmName());
            }
            addDefaultRole(realm, plan.realm());
            for (ClientRepresentation client : RealmClients.of(plan)) {
                ensureClient(realm, client);
            }
            for (String service : List.of(RealmClients.SERVER, RealmClients.STOREFRONT)) {
                grantUserManagement(realm, service);
            }
            LOG.atInfo().addKeyValue("realm", plan.realm()).log("realm provisioned");
        }
    }

    private static void ensureRealm(Keycloak admin, RealmPlan plan) {
        RealmResource realm = admin.realm(plan.realm());
        try {
            realm.toRepresentation();
        } catch (NotFoundException absent) {
            createRealm(admin, plan);
        }
        // After a creation too: only an update stores the defaults of what was left out, and twice must equal once.
        realm.update(RealmClients.apply(plan, realm.toRepresentation()));
    }

    private static void createRealm(Keycloak admin, RealmPlan plan) {
        try {
            admin.realms().create(RealmClients.apply(plan, new RealmRepresentation()));
        } catch (ClientErrorException refused) {
            requireConflict(refused);
        }
    }

    /** A conflict means that another server made it a moment ago. */
    private static void requireConflict(ClientErrorException refused) {
        if (refused.getResponse().getStatus() != HTTP_CONFLICT) {
            throw refused;
        }
    }

    private static void ensureRole(RealmResource realm, String name) {
        try {
            realm.roles().get(name).toRepresentation();
        } catch (NotFoundException absent) {
            try {
                realm.roles().create(new RoleRepresentation(name, "Sealswarm " + name, false));
            } catch (ClientErrorException refused) {
                requireConflict(refused);
            }
        }
    }

    /** Whoever registers is a buyer; the other roles are given by an operator. */
    private static void addDefaultRole(RealmResource realm, String name) {
        RoleRepresentation buyer = realm.roles().get(Role.BUYER.realmName()).toRepresentation();
        realm.roles().get("default-roles-" + name).addComposites(List.of(buyer));
    }

    private static void ensureClient(RealmResource realm, ClientRepresentation wanted) {
        List<ClientRepresentation> found = realm.clients().findByClientId(wanted.getClientId());
        if (found.isEmpty()) {
            try (Response created = realm.clients().create(wanted)) {
                requireStatus(created, "client " + wanted.getClientId(), HTTP_CREATED, HTTP_CONFLICT);
            }
            found = realm.clients().findByClientId(wanted.getClientId());
        }
        ClientRepresentation existing = found.get(0);
        ClientResource client = realm.clients().get(existing.getId());
        wanted.setId(existing.getId());
        client.update(wanted);
        for (ProtocolMapperRepresentation mapper : wanted.getProtocolMappers()) {
            ensureMapper(client.getProtocolMappers(), mapper);
        }
    }

    private static void ensureMapper(ProtocolMappersResource mappers, ProtocolMapperRepresentation wanted) {
        for (ProtocolMapperRepresentation existing : mappers.getMappers()) {
            if (existing.getName().equals(wanted.getName())) {
                if (!existing.getConfig()
                        .entrySet()
                        .containsAll(wanted.getConfig().entrySet())) {
                    wanted.setId(existing.getId());
                    mappers.update(existing.getId(), wanted);
                }
                return;
            }
        }
        try (Response created = mappers.createMapper(wanted)) {
            requireStatus(created, "mapper " + wanted.getName(), HTTP_CREATED, HTTP_CONFLICT);
        }
    }

    /** Lets a service end sessions and manage users of this realm, nothing else. */
    private static void grantUserManagement(RealmResource realm, String clientId) {
        String user = realm.clients()
                .get(idOf(realm, clientId))
                .getServiceAccountUser()
                .getId();
        String management = idOf(realm, "realm-management");
        List<RoleRepresentation> roles = realm.clients().get(management).roles().list().stream()
                .filter(role -> RealmClients.USER_RIGHTS.contains(role.getName()))
                .toList();
        realm.users().get(user).roles().clientLevel(management).add(roles);
    }

    private static String idOf(RealmResource realm, String clientId) {
        return Objects.requireNonNull(
                realm.clients().findByClientId(clientId).get(0).getId());
    }

    static void requireStatus(Response response, String what, int... allowed) {
        for (int status : allowed) {
            if (response.getStatus() == status || response.getStatus() == HTTP_NO_CONTENT) {
                return;
            }
        }
        throw new IllegalStateException(what + ": identity server answered " + response.getStatus());
    }
}
