package sealswarm.onebox.demo;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import sealswarm.console.settings.SecretText;
import sealswarm.license.server.http.Role;
import sealswarm.license.server.identity.KeycloakDirectory;
import sealswarm.license.server.identity.KeycloakDirectory.Person;
import sealswarm.onebox.serve.Shop;

/** The five people of the story: one for each role, and a second buyer as the stranger; random passwords. */
final class Cast {
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int PASSWORD_LETTERS = 14;

    private final List<Member> members;

    /** A person and their password. */
    record Member(String name, Role role, String part, SecretText password) {
        String subjectLine() {
            return "%-10s %-11s %s".formatted(name, role.realmName(), password.revealSecret());
        }
    }

    private Cast(List<Member> members) {
        this.members = List.copyOf(members);
    }

    /** People with random passwords, nowhere known yet. */
    static Cast call(SecureRandom random) {
        List<Member> members = new ArrayList<>();
        members.add(member("studio", Role.STUDIO, "packs and publishes", random));
        members.add(member("buyer", Role.BUYER, "buys and plays", random));
        members.add(member("stranger", Role.BUYER, "has bought nothing", random));
        members.add(member("accountant", Role.ACCOUNTANT, "closes the month, exports", random));
        members.add(member("operator", Role.OPERATOR, "runs the shop", random));
        return new Cast(members);
    }

    /** Makes the accounts in the shop's realm. */
    void hire(Shop shop) {
        try (KeycloakDirectory accounts = shop.accounts()) {
            for (Member member : members) {
                accounts.ensure(
                        new Person(
                                member.name(),
                                member.name() + "@example.org",
                                member.name(),
                                "of the demo",
                                Set.of(member.role())),
                        member.password());
            }
        }
    }

    private static Member member(String name, Role role, String part, SecureRandom random) {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < PASSWORD_LETTERS; i++) {
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new Member(name, role, part, SecretText.of(password.toString()));
    }

    List<Member> all() {
        return members;
    }

    Member named(String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nobody is called " + name));
    }
}
