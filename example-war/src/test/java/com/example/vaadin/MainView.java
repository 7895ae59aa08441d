package com.example.vaadin;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.binder.Binder;
import com.vaadin.flow.router.Route;
import java.util.ArrayList;
import java.util.List;

/** A counter, a field, a table of beans, and an object that all views of a session share. */
@Route("")
public class MainView extends Div {
  private static final long serialVersionUID = 1;

  private final Span count = new Span("count: 0");
  private final Span said = new Span("said: nothing");
  private final TextField name = new TextField("name");
  private final Grid<Person> people = new Grid<>();
  private final List<Person> rows = new ArrayList<>();
  private final Binder<Note> binder = new Binder<>();
  private final Note note = new Note();
  private int clicks;

  public MainView() {
    Button add = new Button("add", event -> add());
    add.setId("add");
    name.setId("name");
    name.addValueChangeListener(event -> said.setText("said: " + event.getValue()));
    binder
        .forField(name)
        .withValidator(text -> !text.isBlank(), "say something")
        .bind(Note::getText, Note::setText);
    binder.setBean(note);
    people.addColumn(Person::getName).setHeader("Name").setComparator(Person::getName);
    people.addColumn(person -> person.getAge() + " years").setHeader("Age");
    people.setItems(rows);
    add(count, said, name, add, people);
  }

  private void add() {
    clicks++;
    Visitor visitor = Visitor.current();
    visitor.seen("click " + clicks);
    rows.forEach(Person::birthday);
    rows.add(new Person("person " + clicks, clicks));
    people.getDataProvider().refreshAll();
    count.setText(
        "count: " + clicks + " of " + rows.size() + ", " + visitor + ", noted " + note.getText());
  }
}
