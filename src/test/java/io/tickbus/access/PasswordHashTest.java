package io.tickbus.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import org.junit.jupiter.api.Test;

class PasswordHashTest {
    /** A cheap one, that tests do not wait for. */
    static final String SESAME = BCrypt.withDefaults().hashToString(4, "sesame".toCharArray());

    @Test
    void passwordIsKnownByItsHashAlone() {
        String hash = PasswordHash.of("sé:same");

        assertThat(PasswordHash.matches(hash, "sé:same")).isTrue();
        for (String wrong : new String[] {"", "se:same", "sé:sam", "sé:same ", "sé:same\0"}) {
            assertThat(PasswordHash.matches(hash, wrong)).as(wrong).isFalse();
        }
        assertThat(PasswordHash.cost(hash)).isEqualTo(PasswordHash.COST);
        assertThat(PasswordHash.of("sé:same")).as("another salt").isNotEqualTo(hash);
    }

    @Test
    void hashesOfOtherProgramsAreTaken() {
        // the test vectors of jBCrypt and of htpasswd's kind
        assertThat(PasswordHash.matches("$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkY8jIucDrjc8deX1s.", ""))
                .isFalse();
        assertThat(PasswordHash.matches("$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe", "a"))
                .isTrue();
        assertThat(PasswordHash.matches(SESAME.replace("$2a$", "$2y$"), "sesame"))
                .isTrue();
        assertThat(PasswordHash.matches(SESAME.replace("$2a$", "$2b$"), "sesame"))
                .isTrue();
    }

    @Test
    void decoyIsNobodysOfTheCostItIsAskedFor() {
        assertThat(PasswordHash.cost(PasswordHash.decoy(6))).isEqualTo(6);
        assertThat(PasswordHash.matches(PasswordHash.decoy(6), "sesame")).isFalse();
    }

    @Test
    void passwordOfWhichPartWouldNotCountIsRefused() {
        assertThat(PasswordHash.matches(PasswordHash.of("x".repeat(72)), "x".repeat(72)))
                .isTrue();
        assertThat(PasswordHash.matches(PasswordHash.of("x".repeat(72)), "x".repeat(73)))
                .isFalse();
        assertThatThrownBy(() -> PasswordHash.of("é".repeat(37)))
                .hasMessage("the password has 74 bytes, the limit is 72");
        assertThatThrownBy(() -> PasswordHash.of("")).hasMessage("the password is empty");
        assertThatThrownBy(() -> PasswordHash.of("a\3")).hasMessageContaining("control character");
    }
}
