package org.jwtfilter.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The jars on a module path, beside whatever module has the Servlet API there. */
class ModulesIT {
  /** A layer of modules that sees the JDK and nothing of the class path. */
  private static ModuleLayer layer(List<Path> jars) {
    ModuleFinder finder = ModuleFinder.of(jars.toArray(Path[]::new));
    Set<String> roots =
        finder.findAll().stream().map(one -> one.descriptor().name()).collect(Collectors.toSet());
    Configuration resolved =
        ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.of(), roots);
    return ModuleLayer.boot()
        .defineModulesWithOneLoader(resolved, ClassLoader.getPlatformClassLoader());
  }

  @ParameterizedTest
  @CsvSource({
    "PLAIN, jakarta.servlet-api-, jakarta.servlet",
    "ALL, jakarta.servlet-api-, jakarta.servlet",
    "PLAIN, tomcat-embed-core-, org.apache.tomcat.embed.core",
    "ALL, tomcat-embed-core-, org.apache.tomcat.embed.core",
  })
  void filterAndInitializer_areFound_whereverTheServletApiIs(Jars jar, String api, String module)
      throws Exception {
    ModuleLayer layer =
        layer(
            Jars.with(
                Jars.ofOurBuild(api),
                Jars.with(Jars.ofOurBuild("jakarta.annotation-api-"), jar.whole())));
    ClassLoader loader = layer.findLoader("org.jwtfilter");
    Class<?> filter = loader.loadClass("org.jwtfilter.servlet.JwtFilter");
    assertEquals("org.jwtfilter", filter.getModule().getName());
    assertTrue(filter.getModule().getDescriptor().isAutomatic());
    filter.getConstructor().newInstance();
    Class<?> initializer = loader.loadClass("jakarta.servlet.ServletContainerInitializer");
    assertEquals(module, initializer.getModule().getName());
    assertTrue(
        ServiceLoader.load(layer, initializer).stream()
            .anyMatch(one -> one.type().getName().equals("org.jwtfilter.servlet.JwtInitializer")));
  }

  @ParameterizedTest
  @EnumSource
  void modulesOfOthers_useTheTokens(Jars jar) throws Exception {
    ModuleLayer layer = layer(jar.whole());
    assertEquals("ann", Programs.caller(layer.findLoader("org.jwtfilter"), Ann.token()));
  }
}
