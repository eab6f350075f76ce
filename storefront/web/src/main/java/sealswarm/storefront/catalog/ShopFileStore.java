package sealswarm.storefront.catalog;

import io.vertx.core.Future;
import java.util.Optional;

/** Public files by digest; equal bytes are stored once and never change. */
public interface ShopFileStore {
    /** Stores a file; storing it again changes nothing. */
    Future<Void> put(ShopFile file);

    /** The file of a digest. */
    Future<Optional<ShopFile>> find(String sha256);

    /** Whether the file of a digest is here. */
    Future<Boolean> holds(String sha256);
}
