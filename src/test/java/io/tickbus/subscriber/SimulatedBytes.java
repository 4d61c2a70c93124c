package io.tickbus.subscriber;

/** Bytes in a queue. */
final class SimulatedBytes {
    private byte[] array = new byte[256];
    private int from;
    private int size;

    byte[] array() {
        return array;
    }

    int from() {
        return from;
    }

    int size() {
        return size;
    }

    void add(byte[] bytes) {
        add(bytes, 0, bytes.length);
    }

    private void add(byte[] bytes, int start, int count) {
        if (from + size + count > array.length) {
            byte[] target = size + count > array.length / 2 ? new byte[2 * (size + count)] : array;
            System.arraycopy(array, from, target, 0, size);
            array = target;
            from = 0;
        }
        System.arraycopy(bytes, start, array, from + size, count);
        size += count;
    }

    void drop(int count) {
        from += count;
        size -= count;
    }

    void move(int count, SimulatedBytes target) {
        target.add(array, from, count);
        drop(count);
    }
}
