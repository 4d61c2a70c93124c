package io.tickbus.cli.top;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an HTTP response as UTF-8 text. {@link TopSource} uses this class. If the body is longer than the
 * limit, the result fails with an {@link IOException}.
 */
final class BoundedText implements BodySubscriber<String> {
    private final int bytesMax;
    private final BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);
    private long bytes;
    private Flow.@Nullable Subscription subscription;

    BoundedText(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    public CompletionStage<String> getBody() {
        return text.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        text.onSubscribe(begun);
    }

    @Override
    public void onNext(List<ByteBuffer> more) {
        bytes += more.stream().mapToLong(ByteBuffer::remaining).sum();
        if (bytes > bytesMax && subscription != null) {
            subscription.cancel();
            text.onError(new IOException("an answer longer than " + bytesMax + " bytes"));
        } else {
            text.onNext(more);
        }
    }

    @Override
    public void onError(Throwable error) {
        text.onError(error);
    }

    @Override
    public void onComplete() {
        text.onComplete();
    }
}
