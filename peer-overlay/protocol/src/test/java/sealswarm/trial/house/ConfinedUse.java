package sealswarm.trial.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.regex.Pattern;

/** Satisfied by each use of a confined library from a class that may not touch it (to be negated by {@code noClasses}). */
final class ConfinedUse extends ArchCondition<JavaClass> {
    private final Map<String, Pattern> confined;

    ConfinedUse(Map<String, Pattern> confined) {
        super("touch a confined library");
        this.confined = confined;
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            String target = dependency.getTargetClass().getPackageName();
            confined.forEach((library, allowed) -> {
                boolean uses = target.equals(library) || target.startsWith(library + ".");
                if (uses && !allowed.matcher(type.getName()).matches()) {
                    events.add(SimpleConditionEvent.satisfied(type, dependency.getDescription()));
                }
            });
        }
    }
}
