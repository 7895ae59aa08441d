package com.example.traps;

/** Not serializable. */
final class Engine {
  private int turns;

  void turn() {
    turns++;
  }
}
