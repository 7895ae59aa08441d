package com.example.faces;

import jakarta.enterprise.context.Conversation;
import jakarta.enterprise.context.ConversationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;

/** What is said in a conversation of several pages. */
@Named
@ConversationScoped
public class Talk implements Serializable {
  private static final long serialVersionUID = 1;

  @Inject private Conversation conversation;
  private int said;

  public void say() {
    if (conversation.isTransient()) {
      conversation.begin();
    }
    said++;
  }

  public int getSaid() {
    return said;
  }
}
