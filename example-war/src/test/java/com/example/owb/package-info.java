/** An application with OpenWebBeans, as its authors may have written it. */
package com.example.owb;
