package sealswarm.license.server.identity;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import sealswarm.console.settings.SecretText;
import sealswarm.license.server.http.Role;

/** The realm's users through the admin API. Blocking: one worker at a time is enough, calls are rare. */
public final class KeycloakDirectory implements Directory, AutoCloseable {
    private static final int HTTP_CREATED = 201;
    private static final int HTTP_CONFLICT = 409;

    /**
     * A person.
     *
     * @param userName at least 3 characters
     * @param roles realm roles to have, besides those every account has
     */
    public record Person(String userName, String email, String firstName, String lastName, Set<Role> roles) {
        public Person {
            roles = Set.copyOf(roles);
            if (userName.length() < 3 || email.isEmpty() || firstName.isEmpty() || lastName.isEmpty()) {
                throw new IllegalArgumentException(
                        "a person has a user name of 3 characters or more, e-mail, first and last name: " + userName);
            }
        }
    }

    private final Keycloak admin;
    private final String realm;

    /** @param realm the realm whose users these are */
    public KeycloakDirectory(AdminAccess access, String realm) {
        this.admin = access.open();
        this.realm = realm;
    }

    @Override
    public void endSessions(String subject) {
        try {
            admin.realm(realm).users().get(subject).logout();
        } catch (NotFoundException gone) {
            // A deleted account has no sessions.
            return;
        }
    }

    /** Makes the person if absent, sets the password, adds the roles. Returns the subject. */
    public String ensure(Person person, SecretText password) {
        RealmResource users = admin.realm(realm);
        List<UserRepresentation> found = users.users().searchByUsername(person.userName(), true);
        if (found.isEmpty()) {
            try (Response created = users.users().create(representation(person))) {
                RealmProvisioner.requireStatus(created, "user " + person.userName(), HTTP_CREATED, HTTP_CONFLICT);
            }
            found = users.users().searchByUsername(person.userName(), true);
        }
        String subject = found.get(0).getId();
        UserResource user = users.users().get(subject);
        user.resetPassword(credential(password));
        // Roles given on creation are ignored by the admin API: they are assigned afterwards.
        List<RoleRepresentation> roles = person.roles().stream()
                .map(role -> users.roles().get(role.realmName()).toRepresentation())
                .toList();
        user.roles().realmLevel().add(roles);
        return subject;
    }

    @Override
    public void close() {
        admin.close();
    }

    private static UserRepresentation representation(Person person) {
        UserRepresentation user = new UserRepresentation();
        user.setUsername(person.userName());
        user.setEmail(person.email());
        user.setEmailVerified(true);
        user.setFirstName(person.firstName());
        user.setLastName(person.lastName());
        user.setEnabled(true);
        return user;
    }

    private static CredentialRepresentation credential(SecretText password) {
        CredentialRepresentation credential = new CredentialRepresentation();
        credential.setType(CredentialRepresentation.PASSWORD);
        credential.setValue(password.revealSecret());
        credential.setTemporary(false);
        return credential;
    }
}
