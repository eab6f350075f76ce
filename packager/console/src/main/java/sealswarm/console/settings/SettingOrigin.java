package sealswarm.console.settings;

/**
 * One value in effect, for {@code --check-config}.
 *
 * @param key as written in the file, with its section: {@code edge.http-port}
 * @param value as text; {@code [secret]} for a secret, empty for an optional key without a value
 * @param origin {@code flag --http-port}, {@code SEALSWARM_EDGE_HTTP_PORT}, {@code FILE:LINE}, {@code default} or {@code unset}
 */
public record SettingOrigin(String key, String value, String origin) {}
