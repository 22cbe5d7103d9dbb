/** JSON Schemas (2020-12), judged against arguments with the work counted as it is done. */
package dev.mcppolicy.schema;
