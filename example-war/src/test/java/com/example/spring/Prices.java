package com.example.spring;

import org.springframework.stereotype.Service;

/** A service that no session can hold. */
@Service
public class Prices {
  String of(int items) {
    return items + ".00";
  }
}
