/**
 * Policies drafted from the tools of a server: what a machine can know of them is written down, and what a person has to
 * say is asked once, or marked.
 */
package dev.mcppolicy.catalog.draft;
