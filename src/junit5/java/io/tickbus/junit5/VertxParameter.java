package io.tickbus.junit5;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;

/**
 * A parameter of type {@code Vertx}. With it, {@link VertxExtension} creates the Vert.x of a test, or returns the one that it
 * has created. It also closes the Vert.x.
 */
final class VertxParameter implements ParameterContext {
    private static final Parameter PARAMETER = parameter();

    private VertxParameter() {}

    /** Returns the Vert.x that {@link VertxExtension} injects into the test. */
    static Vertx resolve(ExtensionContext context) {
        return (Vertx) new VertxExtension().resolveParameter(new VertxParameter(), context);
    }

    private static Parameter parameter() {
        for (Method method : VertxParameter.class.getDeclaredMethods()) {
            if (method.getName().equals("declare")) {
                return method.getParameters()[0];
            }
        }
        throw new AssertionError("the method declare is missing");
    }

    @SuppressWarnings("unused") // only its parameter is used
    private static void declare(Vertx vertx) {}

    @Override
    public Parameter getParameter() {
        return PARAMETER;
    }

    @Override
    public int getIndex() {
        return 0;
    }

    @Override
    public Optional<Object> getTarget() {
        return Optional.empty();
    }

    @Override
    public boolean isAnnotated(Class<? extends Annotation> annotationType) {
        return PARAMETER.isAnnotationPresent(annotationType);
    }

    @Override
    public <A extends Annotation> Optional<A> findAnnotation(Class<A> annotationType) {
        return Optional.ofNullable(PARAMETER.getAnnotation(annotationType));
    }

    @Override
    public <A extends Annotation> List<A> findRepeatableAnnotations(Class<A> annotationType) {
        return List.of(PARAMETER.getAnnotationsByType(annotationType));
    }
}
