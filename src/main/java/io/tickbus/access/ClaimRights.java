package io.tickbus.access;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rights of users whom an identity provider admits. The provider names the groups of a user in a claim, and each group
 * has rights. Immutable.
 */
public final class ClaimRights {
    private final Map<String, Rights> rightsByGroup = new LinkedHashMap<>();

    /**
     * Parses the rights of each group.
     *
     * @param texts the rights of each group, in the form of {@link Rights#parse(String)}
     * @throws IllegalArgumentException with the reason, if a text is wrong; {@link #problems} finds all of them
     */
    public ClaimRights(Map<String, String> texts) {
        texts.forEach((group, text) -> rightsByGroup.put(group, Rights.parse(text)));
    }

    /** Returns the groups whose rights are wrong, each with the reason. */
    public static Map<String, String> problems(Map<String, String> texts) {
        Map<String, String> problems = new LinkedHashMap<>();
        texts.forEach((group, text) -> {
            try {
                Rights.parse(text);
            } catch (IllegalArgumentException wrong) {
                problems.put(group, String.valueOf(wrong.getMessage()));
            }
        });
        return problems;
    }

    /**
     * Returns the rights of all groups of a user together.
     *
     * @param claim the name of one group, or a collection of names; any other value has no rights
     */
    public Rights of(@Nullable Object claim) {
        Rights rights = Rights.NONE;
        for (Object group : claim instanceof Collection<?> groups ? groups : List.of(claim == null ? "" : claim)) {
            Rights more = group instanceof String name ? rightsByGroup.get(name) : null;
            rights = more == null ? rights : rights.plus(more);
        }
        return rights;
    }
}
