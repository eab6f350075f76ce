@NullMarked
package sealswarm.ledger;

import org.jspecify.annotations.NullMarked;
