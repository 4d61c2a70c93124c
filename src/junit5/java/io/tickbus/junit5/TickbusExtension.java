package io.tickbus.junit5;

import io.tickbus.q.Schema;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.AnnotatedElement;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The JUnit 5 extension of Tickbus. It injects a {@link TestTickerplant} and a {@link TestPipeline} into test methods and
 * lifecycle methods. Each starts when it is first injected, and ends after the test. Both end after the class if a {@code
 * BeforeAll} method has them.
 *
 * <p>{@link TickbusTest} registers it. For settings in Java, register it as a field with {@code @RegisterExtension} and {@link
 * #builder}. The pipeline runs in the {@code Vertx} that Vert.x's extension injects.
 */
public final class TickbusExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(TickbusExtension.class);

    /** Ends a tickerplant or a pipeline when JUnit closes the store that contains it. */
    private record Running<T>(T value, Runnable stop) implements Store.CloseableResource, AutoCloseable {
        @Override
        public void close() {
            stop.run();
        }
    }

    private final @Nullable KitSettings given;

    /** Creates an extension that reads its settings from the annotation {@link TickbusTest}, if there is one. */
    public TickbusExtension() {
        this(null);
    }

    private TickbusExtension(@Nullable KitSettings given) {
        this.given = given;
    }

    /** {@return a builder for an extension with settings} */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link TickbusExtension}. */
    public static final class Builder {
        private final Map<String, Schema> tables = new LinkedHashMap<>();
        private JsonObject config = new JsonObject();
        private int awaitMsMax = KitSettings.AWAIT_MS_MAX;
        private LocalDate firstDay = KitSettings.FIRST_DAY;

        private Builder() {}

        /**
         * Adds a table. Without tables, the tickerplant has the tables {@code trade} and {@code quote} of kdb+tick.
         *
         * @param name the name of the table
         * @param columns the columns, as in {@code "time timespan, sym symbol, price float"}
         * @return this builder
         * @throws IllegalArgumentException if a column is no name with a type of q
         */
        public Builder table(String name, String columns) {
            return table(name, KitSettings.schema(name, columns));
        }

        /**
         * Adds a table.
         *
         * @param name the name of the table
         * @param schema the columns
         * @return this builder
         */
        public Builder table(String name, Schema schema) {
            tables.put(name, schema);
            return this;
        }

        /**
         * Sets the configuration of the pipeline.
         *
         * @param pipeline the keys of {@code conf/reference.yaml}. Subscribers without a port connect to the tickerplant.
         *     Without subscribers, one subscriber reads all of its tables.
         * @return this builder
         */
        public Builder config(JsonObject pipeline) {
            config = pipeline;
            return this;
        }

        /**
         * Sets the time limit of each wait.
         *
         * @param ms the time limit, in ms. The default is 10,000 ms.
         * @return this builder
         */
        public Builder awaitMsMax(int ms) {
            awaitMsMax = ms;
            return this;
        }

        /**
         * Sets the tickerplant's first day.
         *
         * @param day the day of the first log. The default is 2026-01-05.
         * @return this builder
         */
        public Builder firstDay(LocalDate day) {
            firstDay = day;
            return this;
        }

        /** {@return an extension with the settings of this builder} */
        public TickbusExtension build() {
            return new TickbusExtension(new KitSettings(tables, config, awaitMsMax, firstDay));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestTickerplant.class || type == TestPipeline.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        KitSettings settings = settings(context);
        try {
            return parameter.getParameter().getType() == TestTickerplant.class
                    ? tickerplant(context, settings)
                    : pipeline(context, settings);
        } catch (RuntimeException failure) {
            throw new ParameterResolutionException(failure.getMessage(), failure);
        }
    }

    private static TestTickerplant tickerplant(ExtensionContext context, KitSettings settings) {
        return running(context, TestTickerplant.class, key -> {
            TestTickerplant tickerplant = TestTickerplant.start(settings);
            return new Running<>(tickerplant, tickerplant::stop);
        });
    }

    private static TestPipeline pipeline(ExtensionContext context, KitSettings settings) {
        // JUnit ends these in reverse order. The pipeline therefore ends before its tickerplant and its Vert.x.
        Vertx vertx = VertxParameter.resolve(context);
        TestTickerplant tickerplant = tickerplant(context, settings);
        return running(context, TestPipeline.class, key -> {
            TestPipeline pipeline = TestPipeline.start(vertx, tickerplant, settings);
            return new Running<>(pipeline, pipeline::stop);
        });
    }

    private static <T> T running(
            ExtensionContext context, Class<T> type, Function<Class<T>, Running<T>> start) {
        Object running = context.getStore(NAMESPACE).getOrComputeIfAbsent(type, start);
        return type.cast(((Running<?>) running).value);
    }

    private KitSettings settings(ExtensionContext context) {
        if (given != null) {
            return given;
        }
        for (Optional<ExtensionContext> each = Optional.of(context); each.isPresent(); each = each.get().getParent()) {
            Optional<AnnotatedElement> element = each.get().getElement();
            TickbusTest annotation = element.map(found -> found.getAnnotation(TickbusTest.class)).orElse(null);
            if (annotation != null) {
                return KitSettings.of(annotation);
            }
        }
        return KitSettings.DEFAULT;
    }
}
