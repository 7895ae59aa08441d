package net.sourceforge.stripes.action;

/** Stands for the class of Stripes by its name. */
public class ActionBeanContext {}
