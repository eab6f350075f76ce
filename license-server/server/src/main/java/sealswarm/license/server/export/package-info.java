/**
 * The accountant's exports: rows of usage, charges and royalties, as CSV and JSON from one row stream, with a signed manifest of
 * control totals, and their verification. Rows are a pure function of a close and the journal; building blocks on stores and runs on
 * {@link sealswarm.license.server.http.Workers}. Specification: docs/spec/export-v1.md.
 */
@NullMarked
package sealswarm.license.server.export;

import org.jspecify.annotations.NullMarked;
