package sealswarm.ledger.royalty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.format.problem.FormatException;
import sealswarm.ledger.LedgerException;
import sealswarm.ledger.LedgerException.Reason;
import sealswarm.ledger.journal.UseType;
import sealswarm.license.money.MoneyException;
import sealswarm.license.money.Rate;
import sealswarm.license.wire.WireJson;

class ContractVersionTest {
    private static final String JSON = """
            {'contractId':'c1','version':1,'validFrom':'2031-04-01T00:00:00Z','terminated':'none','rightsType':'master','currency':'EUR',
             'parties':[{'id':'acme','name':'Acme','dpid':''},{'id':'bolt','name':'Bolt','dpid':'PADPIDA2014'}],
             'lines':[{'lineId':'net','titles':['demo-film'],'uses':['PermanentDownload'],'territories':['DE','AT'],
                       'basis':'NET','rate':'0.7','deductions':'0.1'}],
             'shares':[{'party':'acme','weight':2}],'den':3,'residual':'bolt','policy':'lr-cum-1','countingRule':'play-30s/1',
             'examples':[{'lineId':'net','base':'839','earns':{'acme':'353','bolt':'176'}}]}
            """;

    private static Reason refusal(Runnable action) {
        return assertThrows(LedgerException.class, action::run).reason();
    }

    @Test
    void readsAContractAndItsWorkedExample() {
        ContractVersion contract = SampleContract.json(JSON);
        assertEquals(Map.of("acme", 353L, "bolt", 176L), contract.split().allocate(529));
        assertEquals(529, contract.lines().get(0).earned(839, "EUR"));
        assertEquals(List.of("AT", "DE"), contract.lines().get(0).territories());
        assertEquals(contract, WireJson.readRequest(WireJson.write(contract), ContractVersion.class, 65_536));
        assertEquals(
                contract.hash(),
                SampleContract.json(JSON.replace("['DE','AT']", "['AT','DE']")).hash());
    }

    @Test
    void refusesContractsThatContradictThemselves() {
        for (String[] change : new String[][] {
            {"'version':1", "'version':0"},
            {"'none'", "'2031-03-31T23:59:59Z'"},
            {"'contractId':'c1'", "'contractId':'c:1'"},
            {"'rightsType':'master'", "'rightsType':'Master!'"},
            {"'currency':'EUR'", "'currency':'EUX'"},
            {"'rate':'0.7'", "'rate':'1.01'"},
            {"'rate':'0.7'", "'rate':'-0.7'"},
            {"'rate':'0.7'", "'rate':0.7"},
            {"'deductions':'0.1'", "'deductions':'1'"},
            {"'den':3", "'den':2"},
            {"'den':3", "'den':0"},
            {"'weight':2", "'weight':-2"},
            {"'residual':'bolt'", "'residual':'none'"},
            {"'residual':'bolt'", "'residual':'dora'"},
            {"'policy':'lr-cum-1'", "'policy':'other'"},
            {"'countingRule':'play-30s/1'", "'countingRule':'play-60s/1'"},
            {"['demo-film']", "[]"},
            {"['demo-film']", "['demo-film','demo-film']"},
            {"'DE','AT'", "'de'"},
            {"'basis':'NET'", "'basis':'POOL'"},
            {"PermanentDownload", "Borrow"},
            {"'id':'bolt'", "'id':'acme'"},
            {"'base':'839'", "'base':'850'"},
            {"'lineId':'net','base'", "'lineId':'gross','base'"},
            {"'rightsType'", "'poolCap':'1','rightsType'"},
        }) {
            String json = JSON.replace(change[0], change[1]);
            assertFalse(json.equals(JSON), change[0]);
            assertThrows(FormatException.class, () -> SampleContract.json(json), change[1]);
        }
    }

    @Test
    void refusesLinesThatTie() {
        ContractLine all = SampleContract.line("a", Basis.NET, "0.7");
        ContractLine again = SampleContract.line("b", Basis.GROSS, "0.5");
        assertEquals(
                Reason.CONTRACT_TIE,
                refusal(() -> SampleContract.version(1, SampleContract.APRIL, List.of(all, again))));
        ContractLine german = SampleContract.line("b", Basis.NET, "0.5", List.of(), List.of("DE"));
        ContractLine alpine = SampleContract.line("c", Basis.NET, "0.5", List.of(), List.of("AT", "DE"));
        assertEquals(
                Reason.CONTRACT_TIE,
                refusal(() -> SampleContract.version(1, SampleContract.APRIL, List.of(all, german, alpine))));
        ContractLine plays = SampleContract.line("d", Basis.PER_PLAY, "0.01");
        ContractLine streams = SampleContract.line("e", Basis.NET, "0.4", List.of(UseType.ON_DEMAND_STREAM), List.of());
        assertEquals(
                4,
                SampleContract.version(1, SampleContract.APRIL, List.of(all, german, plays, streams))
                        .lines()
                        .size());
    }

    @Test
    void refusesAnExampleThatDoesNotComeOut() {
        ContractLine line = SampleContract.line("net", Basis.NET, "0.7");
        ContractVersion good = SampleContract.version(1, SampleContract.APRIL, List.of(line));
        ContractVersion.Example wrong =
                new ContractVersion.Example("net", "839", Map.of("acme", "352", "bolt", "147", "cora", "89"));
        assertEquals(
                Reason.EXAMPLE_FAILED,
                refusal(() -> new ContractVersion(
                        good.contractId(),
                        1,
                        good.validFrom(),
                        "none",
                        good.parties(),
                        "master",
                        "EUR",
                        good.lines(),
                        good.shares(),
                        100,
                        "none",
                        good.policy(),
                        good.countingRule(),
                        List.of(wrong))));
    }

    @Test
    void refusesPartiesThatAreNotThoseOfTheShares() {
        ContractVersion good = SampleContract.net(1, SampleContract.APRIL, "0.7");
        assertEquals(
                MoneyException.Reason.SHARES_INVALID,
                assertThrows(
                                MoneyException.class,
                                () -> new ContractVersion(
                                        "c1",
                                        1,
                                        good.validFrom(),
                                        "none",
                                        good.parties().subList(0, 2),
                                        "master",
                                        "EUR",
                                        good.lines(),
                                        good.shares(),
                                        100,
                                        "none",
                                        good.policy(),
                                        good.countingRule(),
                                        List.of()))
                        .reason());
    }

    @Test
    void versionsFollowOneAnotherWithoutHoleOrOverlap() {
        ContractVersion first = SampleContract.net(1, SampleContract.APRIL, "0.7");
        ContractVersion second = SampleContract.net(2, SampleContract.APRIL.plusSeconds(86_400), "0.5");
        ContractHistory history = new ContractHistory(List.of(first, second));
        assertEquals(Optional.empty(), history.at(SampleContract.APRIL.minusSeconds(1), 2));
        assertEquals(Optional.of(first), history.at(SampleContract.APRIL, 2));
        assertEquals(Optional.of(first), history.at(second.validFrom().minusMillis(1), 2));
        assertEquals(Optional.of(second), history.at(second.validFrom(), 2));
        assertEquals(Optional.of(first), history.at(second.validFrom(), 1));
        assertEquals(Optional.empty(), history.at(second.validFrom(), 0));
        assertEquals(Reason.MALFORMED, refusal(() -> new ContractHistory(List.of(second))));
        assertEquals(
                Reason.MALFORMED,
                refusal(() -> ContractHistory.checkNext(first, SampleContract.net(2, SampleContract.APRIL, "0.5"))));
        assertEquals(
                Reason.MALFORMED,
                refusal(() -> ContractHistory.checkNext(first, SampleContract.net(3, second.validFrom(), "0.5"))));
        assertEquals(
                Reason.MALFORMED,
                refusal(() -> ContractHistory.checkNext(
                        first, SampleContract.of("c1", 2, second.validFrom(), "USD", first.lines()))));
    }

    @Test
    void ratesOfPlaysAndMinutesAreAmounts() {
        ContractLine play = SampleContract.line("p", Basis.PER_PLAY, "0.0042");
        assertEquals(0, play.earned(1, "EUR"));
        assertEquals(420, play.earned(1_000, "EUR"));
        ContractLine minute = new ContractLine(
                "m", List.of("demo-film"), List.of(), List.of(), Basis.PER_MINUTE, new Rate("0.01"), new Rate("0.5"));
        assertEquals(1, minute.earned(60_000, "EUR"));
        assertEquals(0, minute.earned(59_999, "EUR"));
        assertEquals(45, minute.earned(90 * 60_000, "EUR"));
        assertTrue(play.earned(-1_000, "EUR") == -420);
    }
}
