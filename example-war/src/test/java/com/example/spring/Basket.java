package com.example.spring;

import jakarta.annotation.PreDestroy;
import java.io.Serializable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.stereotype.Component;
import org.springframework.web.context.WebApplicationContext;

/** A bean of the session scope, behind a proxy, with a service, that wants to hear of its end. */
@Component
@Scope(value = WebApplicationContext.SCOPE_SESSION, proxyMode = ScopedProxyMode.TARGET_CLASS)
public class Basket implements Serializable {
  private static final long serialVersionUID = 1;

  private int items;
  @Autowired private transient Prices prices;

  public int add() {
    return ++items;
  }

  public String price() {
    return prices.of(items);
  }

  @PreDestroy
  public void close() {
    items = 0;
  }
}
