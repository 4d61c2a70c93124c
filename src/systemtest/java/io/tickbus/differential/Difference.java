package io.tickbus.differential;

/**
 * Something that is one way in q and another way here.
 *
 * @param kind in what way
 * @param cause the part of the query that it comes from
 * @param query the whole of it
 * @param q what q has
 * @param here what Tickbus has
 */
record Difference(Kind kind, String cause, String query, String q, String here) {
    enum Kind {
        DECLINED("not supported here"),
        REFUSED("q refuses, answered here"),
        FAILED("q answers, an error here"),
        SIGNAL("another error"),
        SHAPE("another shape"),
        ROWS("another number of rows"),
        TYPE("another type"),
        ITEM("another value");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
