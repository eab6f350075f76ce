package sealswarm.storefront.catalog;

import io.vertx.core.Future;
import java.util.Optional;

/** Public files by digest; equal bytes are stored once and never change. */
public interface PublicFileStore {
    /** Stores a file; storing it again changes nothing. */
    Future<Void> put(PublicFile file);

    /** The file of a digest. */
    Future<Optional<PublicFile>> find(String sha256);

    /** Whether the file of a digest is here. */
    Future<Boolean> holds(String sha256);
}
