package sealswarm.packager.publish;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import sealswarm.console.exit.Refusal;
import sealswarm.format.SealedPackage;
import sealswarm.format.disk.Disk;
import sealswarm.format.json.CanonicalJson;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.json.StrictJson;
import sealswarm.format.key.TitleId;
import sealswarm.format.manifest.PublicFile;
import sealswarm.format.problem.FormatException;
import sealswarm.license.client.AccessTokens;

/** The storefront's drafts (drafts-v1). */
final class Drafts {
    private static final int MAX_FILE_BYTES = 12 << 20;
    private static final int MAX_ANSWER_BYTES = 1 << 20;
    private static final int MAX_LIST = 1000;

    private final Exchange exchange;
    private final AccessTokens tokens;
    private final String storefront;

    Drafts(Exchange exchange, AccessTokens tokens, URI storefront) {
        this.exchange = exchange;
        this.tokens = tokens;
        this.storefront = storefront.toString().replaceAll("/+$", "");
    }

    /** A public file the storefront still wants. */
    record Wanted(String path, URI url) {}

    /** How the draft stands. */
    record Draft(String page, List<String> gaps, List<Wanted> wanted) {
        Draft {
            gaps = List.copyOf(gaps);
            wanted = List.copyOf(wanted);
        }
    }

    /** Puts the draft and the public files it wants. */
    Draft put(SealedPackage sealed, Disk disk, Optional<ObjectNode> offer) throws IOException, InterruptedException {
        TitleId title = sealed.manifest().titleId();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("manifest", sealed.envelope().tree());
        offer.ifPresent(terms -> body.set("offer", terms));
        Draft draft = read(send("PUT", draft(title), "application/json", CanonicalJson.bytes(body)));
        for (Wanted wanted : draft.wanted()) {
            PublicFile file = sealed.manifest().publicPart().files().stream()
                    .filter(each -> each.path().equals(wanted.path()))
                    .findFirst()
                    .orElseThrow(() -> Refusal.network(
                            "bad-answer", "the storefront wants a file the package has not", "try again later"));
            byte[] bytes = disk.read(sealed.layout().publicFile(file), MAX_FILE_BYTES)
                    .orElseThrow(() -> Refusal.notFound(
                            "file-not-found", "public/" + file.path() + ": no such file", "pack it again"));
            draft = read(send("PUT", wanted.url(), file.mediaType().text(), bytes));
        }
        return draft;
    }

    /** Goes live; the page that buyers see. */
    String live(TitleId title) throws IOException, InterruptedException {
        String answer = send("POST", URI.create(draft(title) + "/live"), "application/json", new byte[] {'{', '}'});
        return members(answer).text("page");
    }

    private URI draft(TitleId title) {
        return URI.create(storefront + "/api/v1/drafts/" + title.text());
    }

    private String send(String method, URI uri, String type, byte[] body) throws IOException, InterruptedException {
        if (!uri.toString().startsWith(storefront + "/")) {
            throw Refusal.network("bad-answer", "the storefront names an address that is not its own", "");
        }
        String token = tokens.current();
        Exchange.Answer answer = exchange.send(request(method, uri, type, body, token));
        if (answer.status() == 401) {
            answer = exchange.send(request(method, uri, type, body, tokens.after(token)));
        }
        if (!answer.isSuccess()) {
            throw Exchange.refusal("storefront", answer);
        }
        return answer.body();
    }

    private static HttpRequest.Builder request(String method, URI uri, String type, byte[] body, String token) {
        return HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private static Draft read(String answer) {
        JsonMembers members = members(answer);
        try {
            return new Draft(
                    members.text("page"),
                    members.texts("gaps", 0, MAX_LIST),
                    members.objects("uploads", 0, MAX_LIST).stream()
                            .map(upload -> new Wanted(upload.text("path"), upload.value("url", URI::create)))
                            .toList());
        } catch (FormatException e) {
            throw badAnswer(e);
        }
    }

    private static JsonMembers members(String answer) {
        try {
            return JsonMembers.of(
                    StrictJson.parseObject(answer.getBytes(StandardCharsets.UTF_8), MAX_ANSWER_BYTES), "");
        } catch (FormatException e) {
            throw badAnswer(e);
        }
    }

    private static Refusal badAnswer(FormatException e) {
        return Refusal.network("bad-answer", "the storefront's answer: " + e.getMessage(), "try again later")
                .causedBy(e);
    }
}
