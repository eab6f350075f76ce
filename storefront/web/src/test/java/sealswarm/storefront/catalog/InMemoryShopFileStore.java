package sealswarm.storefront.catalog;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Public files of one process, for tests; held to the same contract as the real store. */
final class InMemoryShopFileStore implements ShopFileStore {
    private final Map<String, ShopFile> files = new ConcurrentHashMap<>();

    @Override
    public Future<Void> put(ShopFile file) {
        files.putIfAbsent(file.sha256(), file);
        return Future.succeededFuture();
    }

    @Override
    public Future<Optional<ShopFile>> find(String sha256) {
        return Future.succeededFuture(Optional.ofNullable(files.get(sha256)));
    }

    @Override
    public Future<Boolean> holds(String sha256) {
        return Future.succeededFuture(files.containsKey(sha256));
    }
}
