package io.tickbus.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.core.IExecutorService;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The nodes of a Hazelcast cluster that vote on leases. {@link VertxLeaseHost} uses this class. The voters are the
 * members that store data and have this node's wire version. Each claim goes directly to each voter. A map of the
 * cluster cannot count votes, because a cut-off node can still write to its own copy.
 */
final class HazelcastElectorate implements Electorate {
    private static final String NAME = "tickbus.leases";
    /** The Hazelcast member attribute that contains the node's name in Vert.x. */
    private static final String NODE_ID = "__vertx.nodeId";

    private final HazelcastInstance hazelcast;
    private final IExecutorService executor;

    HazelcastElectorate(HazelcastInstance hazelcast) {
        this.hazelcast = hazelcast;
        this.executor = hazelcast.getExecutorService(NAME);
        voter(hazelcast);
    }

    private static LeaseVoter voter(HazelcastInstance hazelcast) {
        return (LeaseVoter) hazelcast.getUserContext().computeIfAbsent(NAME, first -> new LeaseVoter(System::nanoTime));
    }

    private List<Member> members() {
        String wire = hazelcast.getCluster().getLocalMember().getAttribute(HazelcastSettings.WIRE);
        return hazelcast.getCluster().getMembers().stream()
                .filter(member ->
                        !member.isLiteMember() && Objects.equals(wire, member.getAttribute(HazelcastSettings.WIRE)))
                .toList();
    }

    @Override
    public Set<String> nodes() {
        return members().stream().map(member -> member.getUuid().toString()).collect(Collectors.toSet());
    }

    @Override
    public int votesNeeded() {
        SplitBrainProtectionConfig protection =
                hazelcast.getConfig().getSplitBrainProtectionConfigs().get(HazelcastSettings.PROTECTION);
        int nodesMin = protection != null && protection.isEnabled() ? protection.getMinimumClusterSize() : 1;
        return Math.max(nodesMin, members().size() / 2 + 1);
    }

    @Override
    public List<Future<LeaseVote>> requestVotes(LeaseClaim claim, Supplier<Promise<LeaseVote>> promises) {
        List<Future<LeaseVote>> votes = new ArrayList<>();
        Member self = hazelcast.getCluster().getLocalMember();
        for (Member member : members()) {
            Promise<LeaseVote> vote = promises.get();
            votes.add(vote.future());
            if (member.equals(self)) {
                vote.complete(vote(hazelcast, claim));
            } else {
                executor.submitToMember(new VoteRequest(claim), member, new VoteCallback(vote));
            }
        }
        return votes;
    }

    private static LeaseVote vote(HazelcastInstance hazelcast, LeaseClaim claim) {
        Set<Member> members = hazelcast.getCluster().getMembers();
        boolean isMember = members.stream().anyMatch(member -> claim.node().equals(nodeId(member)));
        boolean isOldest = members.iterator().next().localMember();
        return voter(hazelcast).vote(claim, isMember, isOldest);
    }

    /** Returns the name that a member has in Vert.x. */
    private static String nodeId(Member member) {
        String id = member.getAttribute(NODE_ID);
        return id == null ? member.getUuid().toString() : id;
    }

    @Override
    public boolean isTooFewNodes(Throwable failure) {
        return failure instanceof SplitBrainProtectionException;
    }

    /** A claim that is sent to another node. Its result is the vote of the other node. */
    private static final class VoteRequest implements Callable<LeaseVote>, HazelcastInstanceAware, Serializable {
        private static final long serialVersionUID = 1;

        private final LeaseClaim claim;
        private transient HazelcastInstance there;

        @SuppressWarnings("NullAway.Init") // Hazelcast sets the instance on the node that receives the request.
        VoteRequest(LeaseClaim claim) {
            this.claim = claim;
        }

        @Override
        public void setHazelcastInstance(HazelcastInstance instance) {
            this.there = instance;
        }

        @Override
        public LeaseVote call() {
            return vote(there, claim);
        }
    }

    private record VoteCallback(Promise<LeaseVote> vote) implements ExecutionCallback<LeaseVote> {
        @Override
        public void onResponse(LeaseVote response) {
            vote.tryComplete(response);
        }

        @Override
        public void onFailure(Throwable failure) {
            vote.tryFail(failure);
        }
    }
}
