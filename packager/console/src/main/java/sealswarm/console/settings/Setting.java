package sealswarm.console.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one component of a settings record. The component {@code httpPort} of section {@code edge} is the key {@code
 * http-port}, the flag {@code --http-port} and the variable {@code SEALSWARM_EDGE_HTTP_PORT}. A component without this
 * annotation is a required key without help.
 *
 * <p>A component of type {@link SecretText} is never given as a value: its key and flag are the name with {@code -file}, and
 * only the environment may carry the secret itself.
 *
 * <p>A record checks its values in its compact constructor; a complaint that begins with the key ({@code http-port must be
 * 0..65535}) is shown with the place where that key was set.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {
    /** No default: the key is required unless its component is {@code @Nullable}. */
    String NONE = "\u0000";

    /** One line for the help text. */
    String help();

    /** The default as it would be written in the settings file; for a list, values separated by commas. */
    String fallback() default NONE;

    /** {@code true} for a key that stands on top of the file, outside the sections: {@code SEALSWARM_MONGO_URI}. */
    boolean shared() default false;
}
