package dev.larder.agent.core.store.redis.connection;

import io.lettuce.core.resource.DefaultClientResources;
import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Asks DNS about names only, as Lettuce would, and takes addresses as they are.
 *
 * <p><b>Why.</b> Netty's resolver recognizes an address, but only after it has read the system's configuration and
 * opened a socket to the name servers. That takes a tenth of the time of the first connection.
 */
final class NamesOnly extends AddressResolverGroup<InetSocketAddress> {

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new Resolver(executor);
    }

    private static final class Resolver extends AbstractAddressResolver<InetSocketAddress> {

        Resolver(EventExecutor executor) {
            super(executor, InetSocketAddress.class);
        }

        @Override
        protected boolean doIsResolved(InetSocketAddress address) {
            return !address.isUnresolved();
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // it is the promise, which the caller has
        protected void doResolve(InetSocketAddress unresolved, Promise<InetSocketAddress> promise)
                throws UnknownHostException {
            byte[] address = NetUtil.createByteArrayFromIpAddressString(unresolved.getHostString());
            if (address == null) {
                names().resolve(unresolved, promise);
            } else {
                promise.setSuccess(new InetSocketAddress(InetAddress.getByAddress(address), unresolved.getPort()));
            }
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        protected void doResolveAll(InetSocketAddress unresolved, Promise<List<InetSocketAddress>> promise) {
            names().resolveAll(unresolved, promise);
        }

        /** One for each event loop, made on first use. */
        @SuppressWarnings("unchecked") // it resolves what a bootstrap connects to
        private AddressResolver<InetSocketAddress> names() {
            return (AddressResolver<InetSocketAddress>)
                    DefaultClientResources.DEFAULT_ADDRESS_RESOLVER_GROUP.getResolver(executor());
        }
    }
}
