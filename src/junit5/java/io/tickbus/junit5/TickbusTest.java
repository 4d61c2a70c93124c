package io.tickbus.junit5;

import io.vertx.junit5.VertxExtension;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Injects a {@link TestTickerplant} and a {@link TestPipeline} into a test class or a test method. It also registers Vert.x's
 * {@link VertxExtension}, so that tests can have a {@code Vertx} and a {@code VertxTestContext} too. An annotation of a method
 * replaces the annotation of its class. {@link TickbusExtension#builder} has more settings.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({VertxExtension.class, TickbusExtension.class})
public @interface TickbusTest {
    /**
     * {@return the tables of the tickerplant, each as {@code "trade: time timespan, sym symbol, price float"}} The types have q's
     * names. Without tables, the tickerplant has the tables {@code trade} and {@code quote} of kdb+tick.
     */
    String[] tables() default {};

    /**
     * {@return the configuration of the pipeline as JSON, with the keys of {@code conf/reference.yaml}} Subscribers without a
     * port connect to the tickerplant. Without subscribers, one subscriber reads all of its tables.
     */
    String config() default "{}";

    /** {@return the time limit of each wait, in ms} */
    int awaitMsMax() default KitSettings.AWAIT_MS_MAX;
}
