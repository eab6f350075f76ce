package sealswarm.player.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;
import sealswarm.format.problem.FormatException;
import sealswarm.license.LicenseRefusal;
import sealswarm.license.client.ApiRefusal;
import sealswarm.license.problem.Problem;
import sealswarm.license.problem.ProblemType;
import sealswarm.player.receipt.PlayLogException;

/** What refusals of server, license and format mean for a command: same code, its exit, a remedy. Pure. */
final class Refusals {
    private Refusals() {}

    /** The command's refusal; what is none stays what it was. */
    static Exception read(Exception failure) {
        if (failure instanceof ApiRefusal api) {
            Problem problem = api.problem();
            Map<String, Object> members = new LinkedHashMap<>();
            problem.members().forEach((name, value) -> members.put(name, plain(value)));
            String fix = problem.hint().isEmpty() ? remedy(problem.type()) : problem.hint();
            return refusal(problem.type(), problem.detail(), fix).with(members).causedBy(api);
        }
        if (failure instanceof LicenseRefusal license) {
            return refusal(license.problem(), String.valueOf(license.getMessage()), remedy(license.problem()))
                    .with(license.members())
                    .causedBy(license);
        }
        if (failure instanceof FormatException format) {
            return read(LicenseRefusal.of(format));
        }
        if (failure instanceof PlayLogException log) {
            return Refusal.integrity(
                            "receipt-chain",
                            String.valueOf(log.getMessage()),
                            "remove the device in the shop, move the file away, and sign in again")
                    .causedBy(log);
        }
        return failure;
    }

    private static Object plain(JsonNode value) {
        return value.isIntegralNumber() ? (Object) value.longValue() : value.isTextual() ? value.asText() : value;
    }

    private static Refusal refusal(ProblemType type, String message, String fix) {
        return new Refusal(ExitCode.of(type.exitCode()), type.code(), message, fix);
    }

    private static String remedy(ProblemType type) {
        return switch (type) {
            case UNAUTHENTICATED -> "sign in with sealswarm login";
            case NO_GRANT -> "buy it in the shop; sealswarm library shows what you hold";
            case DEVICE_LIMIT -> "free a slot with sealswarm devices --remove ID";
            case LEASE_EXPIRED, CLOCK_ROLLED_BACK, KEY_VERSION -> "connect to the server once and try again";
            case STREAM_LIMIT -> "stop playing on another device";
            case MANIFEST_UNTRUSTED, REVISION_TOO_OLD, BLOCK_CORRUPT, BAD_SIGNATURE, WRAP_INVALID, KEY_COMMITMENT ->
                "try again; if it stays, tell the shop";
            case RATE_LIMITED, OVERLOADED, SEALED, CLOCK_UNSOUND, INTERNAL -> "try again later";
            default -> "";
        };
    }
}
