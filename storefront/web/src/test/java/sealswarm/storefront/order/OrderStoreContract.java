package sealswarm.storefront.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sealswarm.license.problem.ProblemType;

/** What every store of orders does. */
abstract class OrderStoreContract {
    private final OrderStore store = store();

    /** An empty store. */
    abstract OrderStore store();

    @Test
    void keepsAnOrderAsItIs() throws Exception {
        Order order = SampleOrder.placed("anna", "k1")
                .charged(SampleOrder.INVOICE, List.of("g-1", "g-2"), SampleOrder.PLACED_AT.plusMillis(1));
        await(store.place(order));
        assertEquals(Optional.of(order), await(store.find(order.orderId(), "anna")));
    }

    @Test
    void theFirstPlacedStays() throws Exception {
        Order first = SampleOrder.placed("anna", "k2");
        Order moved = first.failed(ProblemType.NOT_FOUND, SampleOrder.PLACED_AT);
        assertEquals(first, await(store.place(first)));
        assertTrue(await(store.replace(moved)));
        assertEquals(moved, await(store.place(first)));
    }

    @Test
    void anothersOrderIsNotFound() throws Exception {
        Order order = SampleOrder.placed("anna", "k3");
        await(store.place(order));
        assertEquals(Optional.empty(), await(store.find(order.orderId(), "berta")));
    }

    @Test
    void onlyOneOfTwoChangesWins() throws Exception {
        Order order = SampleOrder.placed("anna", "k4");
        await(store.place(order));
        Order paid = order.charged(SampleOrder.INVOICE, List.of("g"), SampleOrder.PLACED_AT);
        assertTrue(await(store.replace(paid)));
        assertFalse(await(store.replace(order.failed(ProblemType.NOT_FOUND, SampleOrder.PLACED_AT))));
        assertEquals(Optional.of(paid), await(store.find(order.orderId(), "anna")));
    }

    @Test
    void nothingIsReplacedThatIsNotThere() throws Exception {
        Order order = SampleOrder.placed("anna", "k5");
        assertFalse(await(store.replace(order.failed(ProblemType.NOT_FOUND, SampleOrder.PLACED_AT))));
        assertEquals(Optional.empty(), await(store.find(order.orderId(), "anna")));
    }

    @Test
    void listsABuyersOrdersLatestFirstAndUnfinishedOnesOldestFirst() throws Exception {
        Order old = SampleOrder.placed("carla", "k6", SampleOrder.PLACED_AT);
        Order late = SampleOrder.placed("carla", "k7", SampleOrder.PLACED_AT.plusSeconds(60));
        Order done = SampleOrder.placed("carla", "k8", SampleOrder.PLACED_AT.plusSeconds(30));
        Order captured = SampleOrder.placed("dora", "k9", SampleOrder.PLACED_AT.plusSeconds(90))
                .charged(SampleOrder.INVOICE, List.of(), SampleOrder.PLACED_AT);
        for (Order order : List.of(old, late, done, captured)) {
            await(store.place(order));
        }
        Order finished = done.charged(SampleOrder.INVOICE, List.of("g"), SampleOrder.PLACED_AT);
        await(store.replace(finished));
        assertEquals(List.of(late, finished, old), await(store.ofBuyer("carla")));
        assertEquals(List.of(), await(store.ofBuyer("nobody")));
        List<Order> open = await(store.unfinished());
        assertTrue(open.containsAll(List.of(old, late, captured)));
        assertFalse(open.contains(finished));
        assertTrue(open.indexOf(old) < open.indexOf(late) && open.indexOf(late) < open.indexOf(captured));
    }

    @Test
    void answersNoMoreThanItsLimit() throws Exception {
        for (int i = 0; i <= OrderStore.MAX_LISTED; i++) {
            await(store.place(SampleOrder.placed("elsa", "e" + i, SampleOrder.PLACED_AT.plusSeconds(i))));
        }
        assertEquals(OrderStore.MAX_LISTED, await(store.ofBuyer("elsa")).size());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
