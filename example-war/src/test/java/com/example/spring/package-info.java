/** An application with Spring MVC, as its authors may have written it. */
package com.example.spring;
