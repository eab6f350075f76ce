/**
 * The accountant's pages: periods and their close, statements, exports with totals, vouchers and contracts. Everything
 * goes with the accountant's own token; the license server computes, these pages only show. Event loop; files stream.
 */
@NullMarked
package sealswarm.storefront.accounting;

import org.jspecify.annotations.NullMarked;
