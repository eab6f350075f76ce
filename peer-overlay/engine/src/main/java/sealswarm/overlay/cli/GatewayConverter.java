package sealswarm.overlay.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import sealswarm.overlay.mapping.Gateway;

/** Picocli's way to {@link Gateway#parse}. */
final class GatewayConverter implements ITypeConverter<Gateway> {
    @Override
    public Gateway convert(String value) {
        try {
            return Gateway.parse(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
