package com.example.shop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The shop's products, read once from {@code catalogue.txt}. */
public final class Catalogue {

  /** The longest name of a product that is not in the catalogue. */
  static final int MAX_NAME = 80;

  private static final Map<String, Product> PRODUCTS = read();

  private Catalogue() {}

  public static Collection<Product> products() {
    return PRODUCTS.values();
  }

  /**
   * The product of that name. What the shop does not have it orders, at a price yet unknown; null
   * if that is no name.
   */
  static Product find(String name) {
    Product product = PRODUCTS.get(name);
    return product == null && isName(name) ? specialOrder(name) : product;
  }

  private static boolean isName(String name) {
    return name != null
        && !name.isBlank()
        && name.length() <= MAX_NAME
        && name.chars().noneMatch(Character::isISOControl);
  }

  private static Product specialOrder(String name) {
    return new Product(name, "Special order: we ask our suppliers and tell you the price.", 0);
  }

  private static Map<String, Product> read() {
    Map<String, Product> products = new LinkedHashMap<>();
    try (InputStream in = Catalogue.class.getResourceAsStream("/catalogue.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] columns = line.split("\\|", 3);
        products.put(columns[0], new Product(columns[0], columns[2], Long.parseLong(columns[1])));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Collections.unmodifiableMap(products);
  }
}
