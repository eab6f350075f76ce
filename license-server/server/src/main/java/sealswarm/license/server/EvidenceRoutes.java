package sealswarm.license.server;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import sealswarm.format.json.Base64Url;
import sealswarm.format.key.TitleId;
import sealswarm.ledger.audit.Evidence;
import sealswarm.ledger.journal.Period;
import sealswarm.license.message.Grants;
import sealswarm.license.rights.Rights.ChargeModel;
import sealswarm.license.server.charging.ChargeStore;
import sealswarm.license.server.charging.OfferStore;
import sealswarm.license.server.charging.PlacedCharge;
import sealswarm.license.server.grant.GrantStore;
import sealswarm.license.server.grant.StoredGrant;
import sealswarm.license.server.http.Access;
import sealswarm.license.server.http.ApiRoute;
import sealswarm.license.server.http.Reply;
import sealswarm.license.server.http.Role;
import sealswarm.license.server.http.Workers;
import sealswarm.license.server.metering.ReceiptStore;
import sealswarm.license.server.metering.StoredEntry;
import sealswarm.license.server.metering.StoredSegment;
import sealswarm.license.server.royalty.ContractStore;
import sealswarm.license.server.royalty.PeriodDesk;
import sealswarm.license.server.royalty.StatementStore;
import sealswarm.license.server.title.TitleShelf;

/** {@code GET /v1/evidence}: all that the journal must agree with, one item per line, for {@code ledger verify}. Thread-safe. */
final class EvidenceRoutes {
    private static final int PAGE = 200;

    /** The rooms that keep it. */
    record Rooms(
            ContractStore contracts,
            PeriodDesk periods,
            StatementStore statements,
            ChargeStore charges,
            OfferStore offers,
            GrantStore grants,
            TitleShelf titles,
            ReceiptStore receipts) {}

    private final Rooms rooms;
    private final Workers workers;

    EvidenceRoutes(Rooms rooms, Workers workers) {
        this.rooms = rooms;
        this.workers = workers;
    }

    List<ApiRoute> routes() {
        return List.of(ApiRoute.get(
                "/v1/evidence",
                Access.roles(Role.ACCOUNTANT),
                request -> Future.succeededFuture(Reply.pages(Reply.NDJSON, new Dump()))));
    }

    /** Everything, each kind as a walk over its pages; no page is read before it is asked for. */
    private List<Supplier<Iterator<List<Evidence>>>> walks() {
        List<Supplier<Iterator<List<Evidence>>>> walks = new ArrayList<>();
        walks.add(() -> List.of(contracts()).iterator());
        rooms.periods()
                .periods()
                .forEach(period -> walks.add(
                        () -> List.of(statements(Period.parse(period.period()))).iterator()));
        for (PlacedCharge.State state : PlacedCharge.State.values()) {
            walks.add(() -> orders(state).iterator());
        }
        Set<TitleId> seen = new HashSet<>();
        walks.add(() -> grantPages().map(page -> grants(page, seen)).iterator());
        rooms.receipts()
                .streams()
                .forEach(stream -> walks.add(() -> receipts(stream).iterator()));
        return walks;
    }

    private List<Evidence> contracts() {
        return rooms.contracts().all().stream()
                .<Evidence>map(Evidence.Contract::new)
                .toList();
    }

    private List<Evidence> statements(Period period) {
        return rooms.statements().texts(period).entrySet().stream()
                .<Evidence>map(each -> new Evidence.StatementText(each.getKey(), each.getValue()))
                .toList();
    }

    private Stream<List<Evidence>> orders(PlacedCharge.State state) {
        return Stream.iterate(rooms.charges().inState(state, "", PAGE), page -> !page.isEmpty(), page -> rooms.charges()
                        .inState(state, page.get(page.size() - 1).orderId(), PAGE))
                .map(page -> page.stream()
                        .<Evidence>map(each ->
                                new Evidence.Order(each.orderId(), each.state().text()))
                        .toList());
    }

    private Stream<List<StoredGrant>> grantPages() {
        return Stream.iterate(
                grantsAfter(""),
                page -> !page.isEmpty(),
                page -> grantsAfter(page.get(page.size() - 1).id()));
    }

    private List<StoredGrant> grantsAfter(String id) {
        return rooms.grants()
                .list(new GrantStore.Query(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), id, Grants.MAX_PAGE));
    }

    /** Grants, and the tracks of titles that were not told before. */
    private List<Evidence> grants(List<StoredGrant> page, Set<TitleId> seen) {
        List<Evidence> items = new ArrayList<>();
        for (StoredGrant grant : page) {
            if (seen.add(grant.title())) {
                rooms.titles().find(grant.title()).ifPresent(issue -> issue.revision()
                        .tracks()
                        .forEach(track -> items.add(new Evidence.Track(
                                grant.title().text(), track.id().text(), track.durationMs()))));
            }
            items.add(new Evidence.Grant(ReceiptPlays.terms(grant), grant.sale().orderId(), chargedAfterMillis(grant)));
        }
        return items;
    }

    private long chargedAfterMillis(StoredGrant grant) {
        boolean charged = grant.rights().charge().model() == ChargeModel.PER_PLAY
                && !grant.rights().charge().unit().none()
                && rooms.offers()
                        .find(grant.sale().offerId(), grant.sale().offerVersion())
                        .isPresent();
        return charged ? Math.max(1, grant.rights().plays().countAfterS() * 1_000) : 0;
    }

    private Stream<List<Evidence>> receipts(String stream) {
        return Stream.iterate(rooms.receipts().after(stream, 0, PAGE), page -> !page.isEmpty(), page -> rooms.receipts()
                        .after(stream, page.get(page.size() - 1).n(), PAGE))
                .map(page -> page.stream().flatMap(EvidenceRoutes::entries).toList());
    }

    private static Stream<Evidence> entries(StoredSegment segment) {
        return segment.entries().stream().map(entry -> receipt(segment, entry));
    }

    private static Evidence receipt(StoredSegment segment, StoredEntry entry) {
        return new Evidence.Receipt(
                segment.device().hex(),
                segment.epoch(),
                entry.seq(),
                Base64Url.encode(entry.bytes().getBytes()),
                entry.verdict(),
                entry.occurredAt().toEpochMilli(),
                segment.receivedAt().toEpochMilli(),
                segment.stream(),
                segment.n());
    }

    /** One dump under way; asked for one page at a time. */
    private final class Dump implements Reply.PageSource {
        private Iterator<Supplier<Iterator<List<Evidence>>>> walks = Collections.emptyIterator();
        private Iterator<List<Evidence>> pages = Collections.emptyIterator();
        private boolean begun;

        @Override
        public Future<Optional<Buffer>> next() {
            return workers.store(this::read);
        }

        private Optional<Buffer> read() {
            if (!begun) {
                walks = walks().iterator();
                begun = true;
            }
            Buffer lines = Buffer.buffer();
            while (lines.length() == 0 && (pages.hasNext() || walks.hasNext())) {
                if (pages.hasNext()) {
                    pages.next().forEach(item -> lines.appendString(Evidence.line(item))
                            .appendByte((byte) '\n'));
                } else {
                    pages = walks.next().get();
                }
            }
            return lines.length() == 0 ? Optional.empty() : Optional.of(lines);
        }
    }
}
