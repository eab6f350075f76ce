package sealswarm.license.wire;

import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import org.jspecify.annotations.Nullable;

/** Every component of a message's record is required, unless it is marked {@code @Nullable}. */
final class RequiredComponents extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasRequiredMarker(AnnotatedMember member) {
        if (member instanceof AnnotatedParameter parameter
                && parameter.getOwner().getAnnotated() instanceof Executable owner
                && owner instanceof Constructor<?>
                && owner.getDeclaringClass().isRecord()) {
            AnnotatedType type = owner.getAnnotatedParameterTypes()[parameter.getIndex()];
            return !((AnnotatedElement) type).isAnnotationPresent(Nullable.class);
        }
        return super.hasRequiredMarker(member);
    }
}
