package sealswarm.license.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sealswarm.format.envelope.DocumentType;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.json.StrictJson;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.TitleId;
import sealswarm.format.problem.FormatException;
import sealswarm.license.LicenseStatus;
import sealswarm.license.RevocationDelta;
import sealswarm.license.device.DeviceCertificate;
import sealswarm.license.device.DeviceId;
import sealswarm.license.key.ServerKeys;
import sealswarm.license.message.Accounts;
import sealswarm.license.message.Charges;
import sealswarm.license.message.Devices;
import sealswarm.license.message.Grants;
import sealswarm.license.message.Licenses;
import sealswarm.license.message.Offer;
import sealswarm.license.message.Operations;
import sealswarm.license.message.Titles;
import sealswarm.license.problem.Problem;
import sealswarm.license.wire.WireJson;

/**
 * All routes of the license server (openapi/license-v1.yaml), one method each. Signed answers come back unbelieved, as {@link
 * Envelope}s: whoever holds the pinned keys reads them.
 *
 * <p>Every method blocks, throws {@link ApiRefusal} if the server refuses, and {@link IOException} if there is no answer, which
 * means "unknown": all writes may be repeated as they were. A refused token is replaced once and the request repeated. Thread-safe.
 */
public final class LicenseApi {
    /** How long one exchange may take by default, to the end of its answer. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** Largest manifest envelope, in bytes. */
    public static final int MAX_MANIFEST_BYTES = 6 << 20;

    private static final int MAX_ANSWER_BYTES = 4 << 20;
    private static final String JSON = "application/json";

    private final URI server;
    private final HttpClient http;
    private final HttpExchange exchange;
    private final AccessTokens tokens;
    private final Duration timeout;

    /**
     * @param server base address, such as {@code http://127.0.0.1:8081}
     * @param http does not follow redirects; see {@link #newHttpClient}
     */
    public LicenseApi(URI server, HttpClient http, AccessTokens tokens, Duration timeout) {
        this.server = server;
        this.http = http;
        this.exchange = new HttpExchange(http, timeout);
        this.tokens = tokens;
        this.timeout = timeout;
    }

    /** A client that follows no redirects and connects within ten seconds. */
    public static HttpClient newHttpClient() {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** Whether tokens may be sent to an address: over TLS, or in clear on this machine. */
    public static boolean isSafe(URI address) {
        return HttpExchange.isSafe(address);
    }

    /** The same interface for another caller. */
    public LicenseApi as(AccessTokens other) {
        return new LicenseApi(server, http, other, timeout);
    }

    public URI server() {
        return server;
    }

    // Keys, studios, titles.

    /** {@code GET /v1/keys}, without a token; read by {@link ServerKeys#firstSeen} or {@link ServerKeys#next}. */
    public Envelope keys() throws IOException, InterruptedException {
        HttpExchange.Answer answer =
                exchange.send(HttpRequest.newBuilder(uri("/v1/keys", Map.of())), ServerKeys.TYPE.maxEnvelopeBytes());
        return parse(answer, ServerKeys.TYPE);
    }

    /** {@code PUT /v1/studios/{id}/keys} with a {@link sealswarm.license.key.StudioKey}. */
    public Titles.StudioKeys putStudioKey(StudioId studio, Envelope key) throws IOException, InterruptedException {
        return read(
                call("PUT", "/v1/studios/" + studio.text() + "/keys", Map.of(), key.bytes()), Titles.StudioKeys.class);
    }

    /** {@code PUT /v1/titles/{id}/revisions/{n}}. */
    public Titles.Registered register(TitleId title, int revision, Titles.TitleRegistration registration)
            throws IOException, InterruptedException {
        String path = "/v1/titles/" + title.text() + "/revisions/" + revision;
        return read(call("PUT", path, Map.of(), WireJson.write(registration)), Titles.Registered.class);
    }

    /** {@code GET /v1/titles/{id}/manifest}: the exact bytes of the envelope. */
    public byte[] manifest(TitleId title) throws IOException, InterruptedException {
        return send("GET", "/v1/titles/" + title.text() + "/manifest", Map.of(), MAX_MANIFEST_BYTES)
                .body();
    }

    // Devices, grants, licenses, receipts.

    /** {@code POST /v1/devices} with a {@link sealswarm.license.device.DeviceEnrolment}; answers a {@link DeviceCertificate}. */
    public Envelope enrol(Envelope enrolment) throws IOException, InterruptedException {
        return parse(call("POST", "/v1/devices", Map.of(), enrolment.bytes()), DeviceCertificate.TYPE);
    }

    /** {@code GET /v1/devices}. */
    public Devices.DeviceList devices() throws IOException, InterruptedException {
        return read(get("/v1/devices", Map.of()), Devices.DeviceList.class);
    }

    /** {@code DELETE /v1/devices/{id}}: frees the slot. */
    public void removeDevice(DeviceId device) throws IOException, InterruptedException {
        send("DELETE", "/v1/devices/" + device.hex(), Map.of(), MAX_ANSWER_BYTES);
    }

    /** {@code POST /v1/grants}; {@code idempotencyKey} as in every POST: the same key, the same answer. */
    public Grants.Grant grant(String idempotencyKey, Grants.GrantRequest request)
            throws IOException, InterruptedException {
        return read(post("/v1/grants", idempotencyKey, request), Grants.Grant.class);
    }

    /** {@code GET /v1/grants}: one page; {@code filter} holds any of sub, title, state, devices.eq, cursor. */
    public Grants.GrantPage grants(Map<String, String> filter) throws IOException, InterruptedException {
        return read(get("/v1/grants", filter), Grants.GrantPage.class);
    }

    /** All pages of {@link #grants}, at most {@code maxGrants}. */
    public List<Grants.Grant> allGrants(Map<String, String> filter, int maxGrants)
            throws IOException, InterruptedException {
        List<Grants.Grant> all = new ArrayList<>();
        Map<String, String> query = new TreeMap<>(filter);
        while (true) {
            Grants.GrantPage page = grants(query);
            all.addAll(page.grants());
            String next = page.next();
            if (next == null || page.grants().isEmpty() || all.size() >= maxGrants) {
                return List.copyOf(all.subList(0, Math.min(all.size(), maxGrants)));
            }
            query.put("cursor", next);
        }
    }

    /** {@code POST /v1/licenses} with a {@link sealswarm.license.device.DeviceRequest}. */
    public Licenses.LicenseAnswer license(Envelope request) throws IOException, InterruptedException {
        return read(call("POST", "/v1/licenses", Map.of(), request.bytes()), Licenses.LicenseAnswer.class);
    }

    /** {@code POST /v1/licenses/{id}/renew}. */
    public Licenses.LicenseAnswer renew(String licenseId, Envelope request) throws IOException, InterruptedException {
        return read(onLicense(licenseId, "renew", request), Licenses.LicenseAnswer.class);
    }

    /** {@code POST /v1/licenses/{id}/stop}: frees the stream. */
    public Licenses.StatusAnswer stop(String licenseId, Envelope request) throws IOException, InterruptedException {
        return read(onLicense(licenseId, "stop", request), Licenses.StatusAnswer.class);
    }

    /** {@code POST /v1/licenses/{id}/release}: gives the license back. */
    public Licenses.StatusAnswer release(String licenseId, Envelope request) throws IOException, InterruptedException {
        return read(onLicense(licenseId, "release", request), Licenses.StatusAnswer.class);
    }

    /** {@code POST /v1/licenses/{id}/swarm}: fresh tokens. */
    public Licenses.SwarmAnswer swarm(String licenseId, Envelope request) throws IOException, InterruptedException {
        return read(onLicense(licenseId, "swarm", request), Licenses.SwarmAnswer.class);
    }

    /** {@code GET /v1/licenses/{id}/status}; read by {@link LicenseStatus#read}. */
    public Envelope status(String licenseId) throws IOException, InterruptedException {
        return parse(get("/v1/licenses/" + encode(licenseId) + "/status", Map.of()), LicenseStatus.TYPE);
    }

    /** {@code POST /v1/usage}: one segment of receipts. */
    public Licenses.UsageAnswer usage(Licenses.UsageUpload upload) throws IOException, InterruptedException {
        return read(call("POST", "/v1/usage", Map.of(), WireJson.write(upload)), Licenses.UsageAnswer.class);
    }

    /** {@code GET /v1/revocations/{epoch}}; read by {@link RevocationDelta#read}. */
    public Envelope revocations(long sinceEpoch) throws IOException, InterruptedException {
        return parse(get("/v1/revocations/" + sinceEpoch, Map.of()), RevocationDelta.TYPE);
    }

    // Offers, charges, vouchers, store credit.

    /** {@code PUT /v1/offers/{id}/versions/{n}}. */
    public Offer putOffer(Offer offer) throws IOException, InterruptedException {
        String path = "/v1/offers/" + encode(offer.offerId()) + "/versions/" + offer.version();
        return read(call("PUT", path, Map.of(), WireJson.write(offer)), Offer.class);
    }

    /** {@code PUT /v1/charges/{orderId}}. */
    public Charges.Charge charge(String orderId, Charges.ChargeRequest request)
            throws IOException, InterruptedException {
        return read(
                call("PUT", "/v1/charges/" + encode(orderId), Map.of(), WireJson.write(request)), Charges.Charge.class);
    }

    /** {@code POST /v1/charges/{orderId}/refunds}. */
    public Charges.Refund refund(String orderId, String idempotencyKey, Charges.RefundRequest request)
            throws IOException, InterruptedException {
        return read(post("/v1/charges/" + encode(orderId) + "/refunds", idempotencyKey, request), Charges.Refund.class);
    }

    /** {@code POST /v1/vouchers}. */
    public Charges.VoucherBatch vouchers(String idempotencyKey, Charges.VoucherBatchRequest request)
            throws IOException, InterruptedException {
        return read(post("/v1/vouchers", idempotencyKey, request), Charges.VoucherBatch.class);
    }

    /** {@code POST /v1/vouchers/redeem}. */
    public Charges.VoucherCredit redeem(String idempotencyKey, Charges.VoucherRedemption request)
            throws IOException, InterruptedException {
        return read(post("/v1/vouchers/redeem", idempotencyKey, request), Charges.VoucherCredit.class);
    }

    /** {@code GET /v1/wallets/{subject}}. */
    public Charges.Wallet wallet(String subject) throws IOException, InterruptedException {
        return read(get("/v1/wallets/" + encode(subject), Map.of()), Charges.Wallet.class);
    }

    // Accounting.

    /** {@code PUT /v1/contracts/{id}/versions/{n}} with the ledger's contract document. */
    public Accounts.ContractStored putContract(String contractId, int version, byte[] contractJson)
            throws IOException, InterruptedException {
        String path = "/v1/contracts/" + encode(contractId) + "/versions/" + version;
        return read(call("PUT", path, Map.of(), contractJson), Accounts.ContractStored.class);
    }

    /** {@code POST /v1/adjustments}. */
    public Accounts.Entry adjust(String idempotencyKey, Accounts.Adjustment adjustment)
            throws IOException, InterruptedException {
        return read(post("/v1/adjustments", idempotencyKey, adjustment), Accounts.Entry.class);
    }

    /** {@code GET /v1/periods}. */
    public Accounts.Periods periods() throws IOException, InterruptedException {
        return read(get("/v1/periods", Map.of()), Accounts.Periods.class);
    }

    /** {@code POST /v1/periods/{p}/close}; repeatable: what was closed stays as it is. */
    public Accounts.PeriodClosed closePeriod(String period) throws IOException, InterruptedException {
        return read(
                post("/v1/periods/" + encode(period) + "/close", "close-" + period, Map.of()),
                Accounts.PeriodClosed.class);
    }

    /** {@code GET /v1/statements/{id}}: the exact bytes. */
    public byte[] statement(String statementId) throws IOException, InterruptedException {
        return get("/v1/statements/" + encode(statementId), Map.of()).body();
    }

    /** {@code GET /v1/exports/{kind}}: the file as a stream, which the caller closes. */
    public InputStream export(String kind, Map<String, String> query) throws IOException, InterruptedException {
        return stream("/v1/exports/" + encode(kind), query);
    }

    /** {@code GET /v1/exports/{kind}/manifest} with the same query: the exact bytes of the signed manifest. */
    public byte[] exportManifest(String kind, Map<String, String> query) throws IOException, InterruptedException {
        return get("/v1/exports/" + encode(kind) + "/manifest", query).body();
    }

    /** {@code GET /v1/journal?from=}: stored entries, one per line, as a stream that the caller closes. */
    public InputStream journal(long fromSeq) throws IOException, InterruptedException {
        return stream("/v1/journal", Map.of("from", Long.toString(fromSeq)));
    }

    /** {@code GET /v1/evidence}: what the journal must agree with, one item per line, as a stream that the caller closes. */
    public InputStream evidence() throws IOException, InterruptedException {
        return stream("/v1/evidence", Map.of());
    }

    /** {@code POST /v1/ops/tokens}: short-lived tokens for the edges' operator routes. */
    public Accounts.OpsTokens opsTokens(String idempotencyKey) throws IOException, InterruptedException {
        return read(post("/v1/ops/tokens", idempotencyKey, Map.of()), Accounts.OpsTokens.class);
    }

    // Operations.

    /** {@code PUT /v1/licenses/{id}/revocation}; repeatable, as all revocations. */
    public Operations.Revoked revokeLicense(String licenseId, String reason) throws IOException, InterruptedException {
        return read(because("/v1/licenses/" + encode(licenseId) + "/revocation", reason), Operations.Revoked.class);
    }

    /** {@code PUT /v1/licenses/{id}/readmission}: the device may ask for a new license; the old one stays void. */
    public Operations.Readmitted readmitLicense(String licenseId, String reason)
            throws IOException, InterruptedException {
        return read(because("/v1/licenses/" + encode(licenseId) + "/readmission", reason), Operations.Readmitted.class);
    }

    /** {@code PUT /v1/devices/{id}/revocation}. */
    public Operations.Revoked revokeDevice(String deviceId, String reason) throws IOException, InterruptedException {
        return read(because("/v1/devices/" + encode(deviceId) + "/revocation", reason), Operations.Revoked.class);
    }

    /** {@code PUT /v1/studios/{id}/keys/{kid}/revocation}. */
    public Operations.Revoked revokeStudioKey(String studioId, String kid, String reason)
            throws IOException, InterruptedException {
        return read(because(studioKey(studioId, kid) + "/revocation", reason), Operations.Revoked.class);
    }

    /** {@code PUT /v1/studios/{id}/keys/{kid}/approval}: a pending key is trusted from now on. */
    public Titles.StudioKeys approveStudioKey(String studioId, String kid, String reason)
            throws IOException, InterruptedException {
        return read(because(studioKey(studioId, kid) + "/approval", reason), Titles.StudioKeys.class);
    }

    /** {@code PUT /v1/titles/{id}/revisions/{n}/revocation}: the package of that revision is withdrawn. */
    public Operations.Revoked revokePackage(String titleId, int revision, String reason)
            throws IOException, InterruptedException {
        String path = "/v1/titles/" + encode(titleId) + "/revisions/" + revision + "/revocation";
        return read(because(path, reason), Operations.Revoked.class);
    }

    /** {@code GET /v1/studios}: one page; {@code filter} holds a cursor or nothing. */
    public Operations.StudioPage studios(Map<String, String> filter) throws IOException, InterruptedException {
        return read(get("/v1/studios", filter), Operations.StudioPage.class);
    }

    /** {@code GET /v1/audit?from=}: one page. */
    public Operations.AuditPage audit(long fromSeq) throws IOException, InterruptedException {
        return read(get("/v1/audit", Map.of("from", Long.toString(fromSeq))), Operations.AuditPage.class);
    }

    private static String studioKey(String studioId, String kid) {
        return "/v1/studios/" + encode(studioId) + "/keys/" + encode(kid);
    }

    private HttpExchange.Answer because(String path, String reason) throws IOException, InterruptedException {
        return call("PUT", path, Map.of(), WireJson.write(new Operations.Reason(reason)));
    }

    private HttpExchange.Answer onLicense(String licenseId, String action, Envelope request)
            throws IOException, InterruptedException {
        return call("POST", "/v1/licenses/" + encode(licenseId) + "/" + action, Map.of(), request.bytes());
    }

    private HttpExchange.Answer get(String path, Map<String, String> query) throws IOException, InterruptedException {
        return send("GET", path, query, MAX_ANSWER_BYTES);
    }

    private HttpExchange.Answer post(String path, String idempotencyKey, Object body)
            throws IOException, InterruptedException {
        return call("POST", path, Map.of("Idempotency-Key", idempotencyKey), WireJson.write(body));
    }

    private HttpExchange.Answer call(String method, String path, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        return authorised(
                request -> {
                    headers.forEach(request::header);
                    request.header("Content-Type", JSON).method(method, HttpRequest.BodyPublishers.ofByteArray(body));
                },
                uri(path, Map.of()),
                Licenses.MAX_ANSWER_BYTES);
    }

    private HttpExchange.Answer send(String method, String path, Map<String, String> query, int maxBytes)
            throws IOException, InterruptedException {
        return authorised(
                request -> request.method(method, HttpRequest.BodyPublishers.noBody()), uri(path, query), maxBytes);
    }

    /** What differs between requests. */
    @FunctionalInterface
    private interface Shape {
        void apply(HttpRequest.Builder request);
    }

    private HttpExchange.Answer authorised(Shape shape, URI uri, int maxBytes)
            throws IOException, InterruptedException {
        String token = tokens.current();
        HttpExchange.Answer answer = exchange.send(request(shape, uri, token), maxBytes);
        if (answer.status() == 401) {
            String other = tokens.after(token);
            if (!other.equals(token)) {
                answer = exchange.send(request(shape, uri, other), maxBytes);
            }
        }
        requireStatus(answer);
        return answer;
    }

    private static HttpRequest.Builder request(Shape shape, URI uri, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token);
        shape.apply(request);
        return request;
    }

    private InputStream stream(String path, Map<String, String> query) throws IOException, InterruptedException {
        URI uri = uri(path, query);
        HttpExchange.requireSafe(uri);
        String token = tokens.current();
        HttpRequest request =
                request(shape -> shape.GET(), uri, token).timeout(timeout).build();
        HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() == 200) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            throw new ApiRefusal(Problem.read(response.statusCode(), body.readNBytes(Problem.MAX_BYTES)));
        }
    }

    private static void requireStatus(HttpExchange.Answer answer) {
        if (!answer.isSuccess()) {
            throw new ApiRefusal(Problem.read(answer.status(), answer.body()));
        }
    }

    private static <T> T read(HttpExchange.Answer answer, Class<T> type) throws IOException {
        try {
            return WireJson.readAnswer(answer.body(), type, Licenses.MAX_ANSWER_BYTES);
        } catch (FormatException e) {
            throw new IOException("the server's answer is not what the interface says: " + e.getMessage(), e);
        }
    }

    private static Envelope parse(HttpExchange.Answer answer, DocumentType type) throws IOException {
        requireStatus(answer);
        try {
            ObjectNode tree = StrictJson.parseObject(answer.body(), type.maxEnvelopeBytes());
            return Envelope.read(tree, type);
        } catch (FormatException e) {
            throw new IOException("the server's answer is no signed document: " + e.getMessage(), e);
        }
    }

    private URI uri(String path, Map<String, String> query) {
        StringBuilder text = new StringBuilder(server.toString().replaceAll("/+$", "")).append(path);
        char separator = '?';
        for (Map.Entry<String, String> parameter : new TreeMap<>(query).entrySet()) {
            text.append(separator).append(parameter.getKey()).append('=').append(encode(parameter.getValue()));
            separator = '&';
        }
        return URI.create(text.toString());
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
