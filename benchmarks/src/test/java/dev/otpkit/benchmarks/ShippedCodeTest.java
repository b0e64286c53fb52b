package dev.otpkit.benchmarks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no class of any shipped module may do, seen in its bytecode (T29 for the sources of chance, T11 for locales). */
class ShippedCodeTest {
    private static final String SPLIT_RANDOM = SplittableRandom.class.getName();

    private static final JavaClasses SHIPPED = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/dev/otpkit/benchmarks/"))
            .importPackages("dev.otpkit");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "otp-core",
                "otp-testkit",
                "otp-store-memory",
                "otp-store-redis",
                "otp-delivery-http",
                "otp-delivery-mime",
                "otp-delivery-smtp",
                "otp-delivery-twilio",
                "otp-delivery-gmail"
            })
    void everyShippedModuleIsLookedAt(String module) {
        assertThat(SHIPPED)
                .anyMatch(type -> type.getSource()
                        .map(source -> source.getUri().toString().contains("/" + module + "/")
                                || source.getUri().toString().contains("/" + module + "-"))
                        .orElse(false));
    }

    @Test
    void chanceComesFromSecureRandomAlone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Random.class, ThreadLocalRandom.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Collections.class, "shuffle", List.class)
                .check(SHIPPED);
    }

    @Test
    void onlyTheContractsDrawRepeatableNumbers() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.otpkit.testkit..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(SPLIT_RANDOM)
                .check(SHIPPED);
    }

    @Test
    void onlyTheConsoleChannelPrints() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.otpkit.delivery.ConsoleChannel")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(SHIPPED);
    }

    @Test
    void nothingDependsOnTheDefaultLocaleOrCharset() {
        noClasses()
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "formatted", Object[].class)
                .orShould()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .orShould()
                .callMethod(String.class, "getBytes")
                .orShould()
                .callConstructor(String.class, byte[].class)
                .check(SHIPPED);
    }

    @Test
    void noServiceLoaderAndNoStaticMutableState() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ServiceLoader.class)
                .check(SHIPPED);
        fields().that()
                .areStatic()
                .and()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .should()
                .beFinal()
                .check(SHIPPED);
    }

    @Test
    void aNameSaysWhatAThingIs() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameStartingWith("Default")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .check(SHIPPED);
    }

    @Test
    void aPublicClassIsFinal() {
        classes()
                .that()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(SHIPPED);
    }
}
