package io.tickbus.event;

import io.tickbus.q.Atom;
import io.tickbus.q.Value;
import java.util.List;

/**
 * What a question in q's own text gives.
 *
 * @param value as q has it: a table, keyed where the question groups
 * @param epoch of the owner
 */
public record Answer(Value value, long epoch) {
    static final QCodec<Answer> CODEC = new QCodec<>(
            "tickbus.answer",
            Answer.class,
            answer -> List.of(answer.value, Atom.ofLong(answer.epoch)),
            fields -> new Answer(fields.value(0), fields.longAt(1)));
}
