/**
 * How the modules tell people things: one notation for what cannot be shown, one did-you-mean, one refusal of an option
 * that is set twice. For the modules of this project alone.
 */
package dev.mcppolicy.text;
