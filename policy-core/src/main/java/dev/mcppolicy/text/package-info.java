/**
 * How the modules tell people things: one notation for what cannot be shown, one did-you-mean, one refusal of an option
 * that is set twice, one log that is not flooded. For the modules of this project alone.
 */
package dev.mcppolicy.text;
