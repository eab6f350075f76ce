package sealswarm.console.settings;

import java.util.List;

/**
 * A settings record with the origin of each of its values.
 *
 * @param values the validated record
 * @param origins one per component, in the record's order
 */
public record BoundSettings<T extends Record>(T values, List<SettingOrigin> origins) {
    public BoundSettings {
        origins = List.copyOf(origins);
    }
}
