/**
 * Requests and answers of the license server's interface (openapi/license-v1.yaml), one record per schema, grouped by what they
 * are about. Component names are the JSON members. Immutable.
 */
@NullMarked
package sealswarm.license.message;

import org.jspecify.annotations.NullMarked;
