package sealswarm.license.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sealswarm.format.key.Id16;
import sealswarm.format.key.Info;
import sealswarm.format.key.TitleId;
import sealswarm.license.device.DeviceId;
import sealswarm.license.rights.Rights;
import sealswarm.license.rights.Territories;

/** Requests and answers about grants. */
public final class Grants {
    /** Most grants of one page. */
    public static final int MAX_PAGE = 200;

    /** How something was obtained. */
    public enum GrantKind {
        OWN,
        RENT,
        SUBSCRIBE,
        GIFT,
        SCREENER;

        @JsonValue
        public String text() {
            return Texts.constant(this);
        }
    }

    /** Whether a grant still gives licenses. */
    public enum GrantState {
        ACTIVE,
        REVOKED;

        @JsonValue
        public String text() {
            return Texts.constant(this);
        }
    }

    /**
     * Body of {@code POST /v1/grants}: a grant without a sale, repeatable. The rights come from the offer the server holds.
     *
     * @param orderId of the storefront, or another name of why it is given
     * @param line of the order, from 0
     * @param subject the Keycloak subject who gets it
     * @param offerId a mirrored offer of kind own, gift or screener
     * @param offerVersion its version
     * @param titleId a title of the offer
     * @param territory where the holder is
     */
    public record GrantRequest(
            String orderId,
            int line,
            String subject,
            String offerId,
            int offerVersion,
            TitleId titleId,
            String territory) {
        public GrantRequest {
            Texts.id("orderId", orderId);
            Texts.range("line", line, 0, 9_999);
            Texts.id("subject", subject);
            Texts.id("offerId", offerId);
            Texts.range("offerVersion", offerVersion, 1, 1_000_000);
            Territories.requireCode(territory);
        }
    }

    /** A device's hold on a grant. */
    public record GrantDevice(DeviceId deviceId, String state, long revision) {}

    /** Plays of a limited grant. */
    public record PlayCount(long used, long reserved) {}

    /**
     * One grant.
     *
     * @param title the name for people, as the manifest says it
     * @param rights of the grant; a license's are a part of them
     * @param firstPlayAt once, or absent
     */
    public record Grant(
            String grantId,
            TitleId titleId,
            String title,
            GrantKind kind,
            GrantState state,
            Rights rights,
            String orderId,
            String offerId,
            String territory,
            Instant createdAt,
            @Nullable Instant firstPlayAt,
            List<GrantDevice> devices,
            PlayCount plays) {
        public Grant {
            devices = List.copyOf(devices);
        }
    }

    /**
     * One page of {@code GET /v1/grants}.
     *
     * @param next what to send as {@code cursor} for the following page; absent on the last
     */
    public record GrantPage(List<Grant> grants, @Nullable String next) {
        public GrantPage {
            grants = List.copyOf(grants);
        }
    }

    private Grants() {}

    /** The id of a grant: one for each line of an order, however often it is asked for. */
    public static String grantId(String orderId, int line) {
        return "g-" + Id16.of(Info.of("sealswarm/1/grant-id", orderId).number(line));
    }
}
