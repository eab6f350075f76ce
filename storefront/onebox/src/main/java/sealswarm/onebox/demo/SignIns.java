package sealswarm.onebox.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** Four people sign in on five devices, all at once, since each command waits some seconds between two looks at Keycloak. */
final class SignIns {
    private static final Map<String, String> MEMBER_OF_HOME = new LinkedHashMap<>();

    static {
        MEMBER_OF_HOME.put("studio", "studio");
        MEMBER_OF_HOME.put("buyer", "buyer");
        MEMBER_OF_HOME.put("tablet", "buyer");
        MEMBER_OF_HOME.put("stranger", "stranger");
        MEMBER_OF_HOME.put("accountant", "accountant");
    }

    private final Scene scene;
    private final Map<String, Commands.Child> logins = new LinkedHashMap<>();

    SignIns(Scene scene) {
        this.scene = scene;
    }

    void begin() {
        scene.story().step("five devices ask", () -> {
            for (Map.Entry<String, String> each : MEMBER_OF_HOME.entrySet()) {
                logins.put(each.getKey(), scene.beginLogIn(scene.cast().named(each.getValue()), each.getKey()));
            }
            for (Map.Entry<String, Commands.Child> login : logins.entrySet()) {
                scene.confirm(login.getValue(), member(login.getKey()));
            }
            return "each shows a code; four people confirm theirs on Keycloak's own pages";
        });
    }

    private Cast.Member member(String home) {
        return scene.cast().named(String.valueOf(MEMBER_OF_HOME.get(home)));
    }

    void end() {
        scene.story().step("sign in", () -> {
            for (Commands.Child login : logins.values()) {
                Scene.done(login);
            }
            return "four people on five devices";
        });
    }
}
