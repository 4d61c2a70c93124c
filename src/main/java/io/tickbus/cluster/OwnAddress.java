package io.tickbus.cluster;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

/** Finds the address of this host that a configuration names. */
public final class OwnAddress {
    private OwnAddress() {}

    /**
     * Resolves a host name and checks that its address belongs to this host. Hazelcast accepts no host names, and
     * reports an address of another host with three stack traces. The call may block.
     *
     * @param where the place of the host name, for the message of a failure
     * @throws JoinException if the host name is unknown or belongs to another host
     */
    public static String of(String where, String host) throws JoinException {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (NetworkInterface.getByInetAddress(address) != null) {
                return address.getHostAddress();
            }
        } catch (UnknownHostException unknown) {
            throw new JoinException(where + ": unknown host " + host);
        } catch (SocketException unreadable) {
            throw new JoinException(where + ": cannot list this host's addresses: " + unreadable);
        }
        throw new JoinException(where + ": " + host + " is no address of this host");
    }
}
