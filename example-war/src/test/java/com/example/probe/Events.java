package com.example.probe;

import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What listeners have heard of sessions; shown, and forgotten, by a page. */
public class Events extends HttpServlet {
  private static final long serialVersionUID = 1;

  private static final List<String> HEARD = new CopyOnWriteArrayList<>();

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    Seen.print(response, "heard=" + HEARD);
    HEARD.clear();
  }

  /** Named by {@code web.xml}. */
  public static class Declared implements HttpSessionListener, HttpSessionIdListener {
    @Override
    public void sessionCreated(HttpSessionEvent event) {
      HEARD.add("created");
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
      HEARD.add("destroyed with " + event.getSession().getAttribute("name"));
    }

    @Override
    public void sessionIdChanged(HttpSessionEvent event, String before) {
      HEARD.add("id changed");
    }
  }

  /** Found by its annotation. */
  @WebListener
  public static class Annotated implements HttpSessionAttributeListener {
    @Override
    public void attributeAdded(HttpSessionBindingEvent event) {
      HEARD.add("added " + event.getName() + "=" + event.getValue());
    }

    @Override
    public void attributeReplaced(HttpSessionBindingEvent event) {
      HEARD.add("replaced " + event.getName() + "=" + event.getValue());
    }

    @Override
    public void attributeRemoved(HttpSessionBindingEvent event) {
      HEARD.add("removed " + event.getName() + "=" + event.getValue());
    }
  }
}
