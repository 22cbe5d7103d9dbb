/**
 * What a call of a tool can do, told from the tool's definition: a class, three flags, and the reasons for them. It is
 * advice for whoever writes a policy and decides no call, since all that it goes by is the word of whoever wrote the tool.
 */
@NullMarked
package dev.mcppolicy.catalog.risk;

import org.jspecify.annotations.NullMarked;
