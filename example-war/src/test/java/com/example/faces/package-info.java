/** An application with Jakarta Faces and CDI, as its authors may have written it. */
package com.example.faces;
