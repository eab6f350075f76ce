package sealswarm.overlay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** Cells of an interop matrix, run side by side: each waits mostly for timers of its partner. */
public final class Cells {
    private static final int AT_A_TIME = 4;

    private final Map<String, Executable> cells = new LinkedHashMap<>();

    /** Adds a cell. */
    public Cells add(String name, Executable cell) {
        cells.put(name, cell);
        return this;
    }

    /** One test for each cell; all have begun, some at a time, before the first is waited for. */
    public Stream<DynamicTest> tests() {
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        List<DynamicTest> tests = new ArrayList<>();
        cells.forEach((name, cell) -> {
            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> run(cell), threads);
            tests.add(DynamicTest.dynamicTest(name, () -> join(end)));
        });
        threads.shutdown();
        return tests.stream();
    }

    private static void run(Executable cell) {
        try {
            cell.execute();
        } catch (Throwable e) {
            throw new CompletionException(e);
        }
    }

    /** Ends as the cell ended: passed, failed or skipped. */
    private static void join(CompletableFuture<Void> end) throws Throwable {
        try {
            end.join();
        } catch (CompletionException e) {
            throw e.getCause();
        }
    }
}
