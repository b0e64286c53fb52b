package dev.otpkit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rooms of the core and the arrows between them, as ARCHITECTURE.md draws them. */
class RoomsTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.otpkit");

    @ParameterizedTest(name = "{0} imports {1}")
    @CsvSource({
        "dev.otpkit.limit, none",
        "dev.otpkit.code, none",
        "dev.otpkit.store, dev.otpkit.limit",
        "dev.otpkit.template, dev.otpkit.delivery",
        "dev.otpkit.delivery, none",
    })
    void aRoomImportsOnlyTheRoomsBehindIt(String room, String behind) {
        check(noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat(resideInAPackage("dev.otpkit..").and(not(resideInAnyPackage(room, behind)))));
    }

    @Test
    void everyClassLivesInARoom() {
        check(classes()
                .should()
                .resideInAnyPackage(
                        "dev.otpkit",
                        "dev.otpkit.limit",
                        "dev.otpkit.code",
                        "dev.otpkit.store",
                        "dev.otpkit.template",
                        "dev.otpkit.delivery"));
    }

    @ParameterizedTest
    @CsvSource({
        "dev.otpkit.limit.RateLimiter",
        "dev.otpkit.code.OtpGenerator",
        "dev.otpkit.store.OtpStore",
        "dev.otpkit.template.MessageTemplate",
        "dev.otpkit.delivery.DeliveryChannel",
    })
    void noSpiKnowsAnotherSpi(String spi) {
        check(noClasses()
                .that()
                .haveFullyQualifiedName(spi)
                .should()
                .dependOnClassesThat()
                .haveNameMatching("dev\\.otpkit\\.(limit\\.RateLimiter|code\\.OtpGenerator|store\\.OtpStore"
                        + "|template\\.MessageTemplate|delivery\\.DeliveryChannel)(?<!" + spi.replace(".", "\\.")
                        + ")"));
    }

    @ParameterizedTest(name = "only {1} sees {0}")
    @CsvSource({"com.samskivert.., dev.otpkit.template", "io.github.resilience4j.., dev.otpkit.delivery"})
    void aLibraryStaysInOneRoom(String library, String room) {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library));
    }

    private static void check(ArchRule rule) {
        rule.check(CORE);
    }
}
