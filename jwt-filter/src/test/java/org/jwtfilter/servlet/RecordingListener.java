package org.jwtfilter.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it hears, in the servlet context. */
public class RecordingListener
    implements HttpSessionListener, HttpSessionAttributeListener, HttpSessionIdListener {
  /** The context attribute with the list of what was heard. */
  static final String HEARD = "heard";

  @Override
  public void sessionCreated(HttpSessionEvent event) {
    heard(event, "created " + event.getSession().isNew());
  }

  @Override
  public void sessionDestroyed(HttpSessionEvent event) {
    heard(event, "destroyed with " + event.getSession().getAttribute("a"));
  }

  @Override
  public void attributeAdded(HttpSessionBindingEvent event) {
    heard(event, "added " + event.getName() + "=" + event.getValue());
  }

  @Override
  public void attributeReplaced(HttpSessionBindingEvent event) {
    heard(
        event,
        "replaced "
            + event.getName()
            + "="
            + event.getValue()
            + " by "
            + event.getSession().getAttribute(event.getName()));
  }

  @Override
  public void attributeRemoved(HttpSessionBindingEvent event) {
    heard(event, "removed " + event.getName() + "=" + event.getValue());
  }

  @Override
  public void sessionIdChanged(HttpSessionEvent event, String before) {
    heard(event, "id changed " + !event.getSession().getId().equals(before));
  }

  private void heard(HttpSessionEvent event, String what) {
    heard(event.getSession().getServletContext(), getClass().getSimpleName() + " " + what);
  }

  /** Writes something down. */
  static void heard(ServletContext context, String what) {
    synchronized (RecordingListener.class) {
      List<String> all = new ArrayList<>(all(context));
      all.add(what);
      context.setAttribute(HEARD, all);
    }
  }

  @SuppressWarnings("unchecked") // only we set it
  static List<String> all(ServletContext context) {
    Object all = context.getAttribute(HEARD);
    return all == null ? List.of() : (List<String>) all;
  }
}
