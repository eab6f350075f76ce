package sealswarm.system;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What players say of their line is for mending it: whatever charges, counts or pays knows nothing of it. */
class DeliveryIsNoMoneyTest {
    @Test
    void nothingThatChargesCountsOrPaysSeesDeliveries() {
        noClasses()
                .that()
                .resideInAnyPackage("sealswarm.ledger..", "sealswarm.license..", "sealswarm.storefront..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("sealswarm.overlay.delivery..", "sealswarm.player.quality..")
                .because("reports of players are unproven and must never become money")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("sealswarm.ledger", "sealswarm.license", "sealswarm.storefront"));
    }
}
