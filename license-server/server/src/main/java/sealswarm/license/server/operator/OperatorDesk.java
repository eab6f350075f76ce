package sealswarm.license.server.operator;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import sealswarm.format.key.Kid;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.TitleId;
import sealswarm.license.LicenseId;
import sealswarm.license.LicenseState;
import sealswarm.license.LicenseState.Event;
import sealswarm.license.LicenseState.Step;
import sealswarm.license.device.DeviceId;
import sealswarm.license.message.Grants.GrantState;
import sealswarm.license.message.Operations.AuditAction;
import sealswarm.license.message.Operations.Readmitted;
import sealswarm.license.message.Operations.Revoked;
import sealswarm.license.message.Operations.RevokedKind;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.audit.AuditStore;
import sealswarm.license.server.device.DeviceDesk;
import sealswarm.license.server.grant.GrantDesk;
import sealswarm.license.server.grant.Holder;
import sealswarm.license.server.grant.StoredGrant;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.issuing.KeyRelease;
import sealswarm.license.server.issuing.ReleaseStore;
import sealswarm.license.server.revocation.Revocation;
import sealswarm.license.server.revocation.RevocationStore;
import sealswarm.license.server.revocation.Withdrawals;
import sealswarm.license.server.title.StudioAccount;
import sealswarm.license.server.title.StudioDesk;
import sealswarm.license.server.title.TitleRevision;
import sealswarm.license.server.title.TitleStore;

/**
 * Takes back licenses, devices, studio keys and packages, readmits, and approves keys. Order of every action: is there such a thing,
 * the audit entry, the state that refuses the next request, the revocation that players read. A crash in between leaves what repeating
 * the action finishes. Blocking: for a worker.
 */
final class OperatorDesk {
    /** The rooms it acts upon. */
    record Rooms(
            GrantDesk grants,
            ReleaseStore releases,
            DeviceDesk devices,
            StudioDesk studios,
            TitleStore titles,
            RevocationStore revocations,
            Withdrawals withdrawals,
            AuditStore audit) {}

    /** Who acts, why, and in which request. */
    record Order(String by, String reason, String requestId) {}

    private final Rooms rooms;
    private final InstantSource clock;

    OperatorDesk(Rooms rooms, InstantSource clock) {
        this.rooms = rooms;
        this.clock = clock;
    }

    Revoked revokeLicense(Order order, LicenseId license) {
        KeyRelease release = release(license);
        record(order, AuditAction.REVOKE_LICENSE, license.hex());
        rooms.grants().change(release.grantId(), grant -> revoked(grant, release.device(), license));
        return published(RevokedKind.LICENSE, append(order, Revocation.Kind.LICENSE, license.hex()));
    }

    private static StoredGrant revoked(StoredGrant grant, DeviceId device, LicenseId license) {
        boolean ends = current(grant, device, license)
                .filter(held -> held.state().on(Event.REVOKE).equals(new Step.To(LicenseState.REVOKED)))
                .isPresent();
        return ends ? grant.ended(device, LicenseState.REVOKED) : grant;
    }

    /** The device's hold on the grant, if it is this license and no later one. */
    private static Optional<Holder> current(StoredGrant grant, DeviceId device, LicenseId license) {
        return grant.holder(device).filter(held -> LicenseId.of(grant.id(), device, held.generation())
                .equals(license));
    }

    /**
     * Lets the device of a revoked license ask for a new one. The old one stays void: players were told, and epochs only rise.
     *
     * @throws ProblemException not-found; license-revoked if the purchase itself was taken back
     */
    Readmitted readmitLicense(Order order, LicenseId license) {
        KeyRelease release = release(license);
        record(order, AuditAction.READMIT_LICENSE, license.hex());
        StoredGrant changed = rooms.grants().change(release.grantId(), grant -> {
            if (grant.state() == GrantState.REVOKED) {
                throw ProblemException.of(ProblemType.LICENSE_REVOKED, "the purchase itself was taken back");
            }
            boolean waits = current(grant, release.device(), license)
                    .filter(held -> held.state() == LicenseState.REVOKED)
                    .isPresent();
            return waits ? grant.ended(release.device(), LicenseState.SUPERSEDED) : grant;
        });
        return new Readmitted(license.hex(), changed.id(), release.device().hex());
    }

    private KeyRelease release(LicenseId license) {
        return rooms.releases()
                .first(license)
                .orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND, "no such license"));
    }

    Revoked revokeDevice(Order order, DeviceId device) {
        rooms.devices().require(device);
        record(order, AuditAction.REVOKE_DEVICE, device.hex());
        return published(RevokedKind.DEVICE, rooms.devices().takeBack(device, order.reason(), order.by()));
    }

    Revoked revokeStudioKey(Order order, StudioId studio, Kid kid) {
        rooms.studios().require(studio, kid);
        record(order, AuditAction.REVOKE_STUDIO_KEY, studio + "/" + kid.hex());
        rooms.studios().takeBack(studio, kid);
        return withdrawn(RevokedKind.STUDIO_KEY, append(order, Revocation.Kind.STUDIO_KEY, kid.hex()));
    }

    StudioAccount approveStudioKey(Order order, StudioId studio, Kid kid) {
        rooms.studios().require(studio, kid);
        record(order, AuditAction.APPROVE_STUDIO_KEY, studio + "/" + kid.hex());
        return rooms.studios().approve(studio, kid);
    }

    Revoked revokePackage(Order order, TitleId title, long revision) {
        TitleRevision found = rooms.titles()
                .revision(title, revision)
                .orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND, "no such revision of that title"));
        record(order, AuditAction.REVOKE_PACKAGE, title + ":" + revision);
        return withdrawn(RevokedKind.PACKAGE, append(order, Revocation.Kind.PACKAGE, found.packageId()));
    }

    private void record(Order order, AuditAction action, String target) {
        rooms.audit()
                .append(new AuditStore.Deed(
                        action, target, order.reason(), order.by(), order.requestId(), clock.instant()));
    }

    private long append(Order order, Revocation.Kind kind, String target) {
        return rooms.revocations().append(new Revocation(kind, target, order.reason(), order.by(), clock.instant()));
    }

    private Revoked withdrawn(RevokedKind kind, long epoch) {
        rooms.withdrawals().catchUp();
        return published(kind, epoch);
    }

    /** The revocation of an epoch: the first one of its target, whoever asked again. */
    private Revoked published(RevokedKind kind, long epoch) {
        Revocation first = rooms.revocations().after(epoch - 1, 1).get(0).revocation();
        Instant at = first.at().truncatedTo(ChronoUnit.SECONDS);
        return new Revoked(kind, first.target(), epoch, first.reason(), first.by(), at);
    }
}
