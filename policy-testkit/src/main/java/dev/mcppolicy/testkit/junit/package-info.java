/** Tests of policies under JUnit, the one room that needs it beside the contract. */
package dev.mcppolicy.testkit.junit;
