/** An application that keeps in its sessions what no session should hold. */
package com.example.traps;
