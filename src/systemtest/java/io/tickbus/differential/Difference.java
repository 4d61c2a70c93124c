package io.tickbus.differential;

/**
 * A difference between q and Tickbus.
 *
 * @param kind the kind of the difference
 * @param cause the part of the query that causes it
 * @param query the whole query
 * @param q the result of q
 * @param here the result of Tickbus
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
