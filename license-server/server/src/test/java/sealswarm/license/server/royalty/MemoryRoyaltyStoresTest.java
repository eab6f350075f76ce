package sealswarm.license.server.royalty;

class MemoryRoyaltyStoresTest extends RoyaltyStoresContract {
    @Override
    ContractStore contracts() {
        return new MemoryBooks.Contracts();
    }

    @Override
    StatementStore statements() {
        return new MemoryBooks.Statements();
    }
}
