package org.jwtfilter.store.jcache;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.store.StoreSettings;

/** Finds the cache that a URI names, or makes it. */
final class Caches {
  private static final String PROVIDER = "provider";
  private static final String MANAGER = "manager";

  /** What Hazelcast looks for in the properties of a cache manager. */
  private static final Set<String> PROPERTIES =
      Set.of("hazelcast.instance.name", "hazelcast.config.location");

  private Caches() {}

  static Cache<String, String> find(StoreSettings settings) {
    Map<String, String> given = settings.parameters(known());
    String name = settings.address();
    if (name.isEmpty() || name.startsWith("/")) {
      throw settings.wrong(
          "after the colon there must be the name of a cache, as in jcache:logins");
    }
    CacheManager manager = manager(provider(given.get(PROVIDER), settings), given, settings);
    return find(manager, name, settings);
  }

  private static Set<String> known() {
    Set<String> known = new HashSet<>(PROPERTIES);
    known.add(PROVIDER);
    known.add(MANAGER);
    return known;
  }

  private static CachingProvider provider(@Nullable String name, StoreSettings settings) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try {
      return name == null
          ? Caching.getCachingProvider(loader)
          : Caching.getCachingProvider(name, loader);
    } catch (CacheException none) {
      throw settings.wrong(
          "there must be one caching provider, or provider=CLASS must name it: "
              + none.getMessage());
    }
  }

  private static CacheManager manager(
      CachingProvider provider, Map<String, String> given, StoreSettings settings) {
    Properties properties = new Properties();
    given.forEach((name, value) -> setIfProperty(properties, name, value));
    String uri = given.get(MANAGER);
    try {
      return provider.getCacheManager(
          uri == null ? provider.getDefaultURI() : new URI(uri),
          provider.getDefaultClassLoader(),
          properties);
    } catch (URISyntaxException | CacheException wrong) {
      throw settings.wrong("there is no cache manager: " + wrong.getMessage());
    }
  }

  private static void setIfProperty(Properties properties, String name, String value) {
    if (PROPERTIES.contains(name)) {
      properties.setProperty(name, value);
    }
  }

  static Cache<String, String> find(CacheManager manager, String name, StoreSettings settings) {
    Cache<?, ?> there = manager.getCache(name);
    if (there == null) {
      return made(manager, name, settings);
    }
    Configuration<?, ?> types = configuration(there);
    if (!takesText(types.getKeyType()) || !takesText(types.getValueType())) {
      throw settings.wrong(
          "the cache has keys of "
              + types.getKeyType().getName()
              + " and values of "
              + types.getValueType().getName()
              + "; declare it for java.lang.String, or name another, which will be made");
    }
    return asText(there);
  }

  private static boolean takesText(Class<?> type) {
    return type == String.class || type == Object.class;
  }

  private static <K, V> Configuration<K, V> configuration(Cache<K, V> cache) {
    @SuppressWarnings("unchecked")
    Configuration<K, V> known = cache.getConfiguration(Configuration.class);
    return known;
  }

  @SuppressWarnings("unchecked")
  private static Cache<String, String> asText(Cache<?, ?> cache) {
    return (Cache<String, String>) cache;
  }

  /** Entries stay until they are removed; all else is as the engine has it by itself. */
  private static Cache<String, String> made(
      CacheManager manager, String name, StoreSettings settings) {
    try {
      return manager.createCache(
          name, new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    } catch (CacheException madeMeanwhile) {
      Cache<?, ?> there = manager.getCache(name);
      if (there == null) {
        throw settings.wrong("the cache cannot be made: " + madeMeanwhile.getMessage());
      }
      return find(manager, name, settings);
    }
  }
}
