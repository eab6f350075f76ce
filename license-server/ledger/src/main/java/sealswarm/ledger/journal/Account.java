package sealswarm.ledger.journal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import sealswarm.ledger.LedgerException;

/**
 * An account of the book, by name: {@code wallet:b71f}, {@code sales:net:demo-film}. Only names of an {@link AccountKind} exist; each
 * argument is 1 to 64 of {@code A-Z a-z 0-9 . _ ~ -}.
 *
 * @param name the whole name
 */
public record Account(String name) implements Comparable<Account> {
    private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z0-9._~-]{1,64}");
    private static final Map<String, AccountKind> BY_PREFIX = new HashMap<>();

    static {
        for (AccountKind kind : AccountKind.values()) {
            BY_PREFIX.put(kind.prefix(), kind);
        }
    }

    /** Refuses names outside the grammar. */
    public Account {
        kindOf(name);
    }

    /** The account of {@code kind} with its arguments. */
    public static Account of(AccountKind kind, String... arguments) {
        return new Account(arguments.length == 0 ? kind.prefix() : kind.prefix() + ":" + String.join(":", arguments));
    }

    /** Whether {@code text} can be an argument of an account name. */
    public static boolean isArgument(String text) {
        return ARGUMENT.matcher(text).matches();
    }

    public AccountKind kind() {
        return kindOf(name);
    }

    /** The arguments after the fixed part, in order; empty for accounts without. */
    public List<String> arguments() {
        AccountKind kind = kind();
        return kind.arguments() == 0
                ? List.of()
                : List.of(name.substring(kind.prefix().length() + 1).split(":", -1));
    }

    @Override
    public int compareTo(Account other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }

    private static AccountKind kindOf(String name) {
        String[] parts = name.split(":", -1);
        for (int fixed = Math.min(2, parts.length); fixed >= 1; fixed--) {
            AccountKind kind = BY_PREFIX.get(fixed == 1 ? parts[0] : parts[0] + ":" + parts[1]);
            if (kind != null && parts.length - fixed == kind.arguments() && argumentsOk(parts, fixed)) {
                return kind;
            }
        }
        throw LedgerException.malformed(
                "no such account: '" + (name.length() <= 80 ? name : name.length() + " characters") + "'");
    }

    private static boolean argumentsOk(String[] parts, int from) {
        for (int i = from; i < parts.length; i++) {
            if (!isArgument(parts[i])) {
                return false;
            }
        }
        return true;
    }
}
