package sealswarm.onebox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserDirectoriesTest {
    @Test
    void followsTheXdgVariables() {
        UserDirectories set =
                new UserDirectories(Map.of("HOME", "/home/u", "XDG_DATA_HOME", "/d", "XDG_CACHE_HOME", "/c"));
        assertEquals(Path.of("/d/sealswarm/serve"), set.data("serve"));
        assertEquals(Path.of("/c/sealswarm"), set.cache());
    }

    @Test
    void fallsBackBelowHomeAndIgnoresRelativePathsAsTheSpecificationSays() {
        for (Map<String, String> environment :
                List.of(Map.of("HOME", "/home/u"), Map.of("HOME", "/home/u", "XDG_DATA_HOME", "d"))) {
            UserDirectories directories = new UserDirectories(environment);
            assertEquals(Path.of("/home/u/.local/share/sealswarm/demo"), directories.data("demo"));
            assertEquals(Path.of("/home/u/.cache/sealswarm"), directories.cache());
        }
    }
}
