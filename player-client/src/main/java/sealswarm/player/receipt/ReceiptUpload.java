package sealswarm.player.receipt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sealswarm.format.disk.PrivateFile;
import sealswarm.format.key.SigningKey;
import sealswarm.license.key.ServerKeys;
import sealswarm.license.message.Licenses.UsageAnswer;
import sealswarm.license.message.Licenses.UsageUpload;
import sealswarm.license.receipt.LogHead;

/**
 * Uploads what the log holds, segment by segment. Entries go only once the server's signed head is on disk here; whatever fails
 * leaves them for the next time, and the server knows each (device, epoch, seq) once. Blocking.
 */
public final class ReceiptUpload {
    /** The route; the client's {@code usage}. */
    @FunctionalInterface
    public interface Route {
        UsageAnswer send(UsageUpload upload) throws IOException, InterruptedException;
    }

    private final PlayLog log;
    private final SigningKey deviceKey;
    private final ServerKeys serverKeys;
    private final PrivateFile headFile;

    public ReceiptUpload(PlayLog log, SigningKey deviceKey, ServerKeys serverKeys, PrivateFile headFile) {
        this.log = log;
        this.deviceKey = deviceKey;
        this.serverKeys = serverKeys;
        this.headFile = headFile;
    }

    /** What one run did. */
    public record Outcome(int acknowledged, List<String> remarks) {
        public Outcome {
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * Uploads until nothing is left or the server acknowledges nothing more.
     *
     * @throws IOException if the server cannot be reached
     */
    public Outcome run(Route route) throws IOException, InterruptedException {
        int acknowledged = 0;
        List<String> remarks = new ArrayList<>();
        for (Optional<UsageUpload> next = log.nextUpload(deviceKey);
                next.isPresent();
                next = log.nextUpload(deviceKey)) {
            int before = log.pending();
            UsageAnswer answer = route.send(next.get());
            answer.items().stream()
                    .filter(item -> !item.verdict().equals("accepted")
                            && !item.verdict().equals("duplicate"))
                    .forEach(item -> remarks.add("entry " + item.seq() + ": " + item.verdict()));
            if (!accept(answer)) {
                break;
            }
            acknowledged += before - log.pending();
        }
        return new Outcome(acknowledged, remarks);
    }

    private boolean accept(UsageAnswer answer) throws IOException {
        LogHead head = LogHead.read(answer.head().envelope(LogHead.TYPE), serverKeys);
        headFile.write(answer.head().envelope(LogHead.TYPE).bytes());
        return log.acknowledged(head);
    }
}
