package org.jwtfilter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of docs/architecture.md: who may import whom, drawn as rules. */
class ArchitectureTest {
  private static final String ROOT = "org.jwtfilter";

  /** Each package with the packages of ours that it may import. */
  private static final Map<String, List<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry(".config", List.of()),
          Map.entry(".key", List.of()),
          Map.entry(".store", List.of()),
          Map.entry(".migrate", List.of(".config")),
          Map.entry(".store.jdbc", List.of(".store")),
          Map.entry(".store.redis", List.of(".store")),
          Map.entry(".store.jcache", List.of(".store")),
          Map.entry("", List.of(".config", ".key", ".store")),
          Map.entry(".grant", List.of(".config", ".key", ".store", "")),
          Map.entry(".http", List.of(".config", ".key", ".store", "", ".grant")),
          Map.entry(".jaxrs", List.of(".config", ".key", ".store", "", ".grant", ".http")),
          Map.entry(".session", List.of(".config", ".key", ".store", "", ".grant", ".http")),
          Map.entry(
              ".observe", List.of(".config", ".key", ".store", "", ".grant", ".http", ".session")),
          Map.entry(".websocket", List.of(".config", ".key", ".store", "", ".grant", ".http")),
          Map.entry(
              ".servlet",
              List.of(
                  ".config",
                  ".key",
                  ".store",
                  "",
                  ".grant",
                  ".http",
                  ".session",
                  ".observe",
                  ".websocket")));

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @TestFactory
  List<DynamicTest> imports_point_down_only() {
    return MAY_IMPORT.entrySet().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.getKey().isEmpty() ? "(root)" : rule.getKey(),
                    () -> check(rule.getKey(), rule.getValue())))
        .toList();
  }

  private static void check(String name, List<String> below) {
    DescribedPredicate<JavaClass> forbidden =
        DescribedPredicate.describe(
            "are of ours and not below " + ROOT + name,
            type ->
                type.getPackageName().startsWith(ROOT)
                    && !type.getPackageName().equals(ROOT + name)
                    && below.stream().noneMatch(one -> type.getPackageName().equals(ROOT + one)));
    noClasses()
        .that()
        .resideInAPackage(ROOT + name)
        .should()
        .dependOnClassesThat(forbidden)
        .allowEmptyShould(true)
        .check(PRODUCT);
  }

  @Test
  void every_package_has_its_line_in_the_table() {
    classes()
        .should()
        .resideInAnyPackage(
            MAY_IMPORT.keySet().stream().map(name -> ROOT + name).toArray(String[]::new))
        .check(PRODUCT);
  }

  @Test
  void packages_are_free_of_cycles() {
    slices().matching(ROOT + ".(*)").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void the_servlet_api_and_jakarta_authentication_stay_in_the_servlet_package() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".servlet")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.servlet..", "jakarta.security..")
        .check(PRODUCT);
  }

  /** A server without Jakarta Authentication must never be asked for one of its classes. */
  @Test
  void jakarta_authentication_stays_behind_its_door() {
    noClasses()
        .that()
        .doNotHaveSimpleName("JwtAuthModule")
        .and()
        .doNotHaveSimpleName("Visit")
        .and()
        .doNotHaveSimpleName("JwtAuthProvider")
        .and()
        .doNotHaveSimpleName("Config")
        .and()
        .doNotHaveSimpleName("CallbackAccounts")
        .and()
        .doNotHaveSimpleName("IdentityStores")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.security..")
        .check(PRODUCT);
  }

  @Test
  void the_jax_rs_api_stays_in_the_jaxrs_package() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".jaxrs")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.ws.rs..", "jakarta.annotation..")
        .check(PRODUCT);
  }

  @Test
  void the_websocket_api_stays_in_the_websocket_package() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".websocket")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.websocket..")
        .check(PRODUCT);
  }

  @Test
  void jackson_and_java_jwt_stay_out_of_the_upper_layers() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + ".store..",
            ROOT + ".grant",
            ROOT + ".http",
            ROOT + ".session",
            ROOT + ".jaxrs",
            ROOT + ".websocket",
            ROOT + ".servlet")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.fasterxml..", "com.auth0..")
        .check(PRODUCT);
  }
}
