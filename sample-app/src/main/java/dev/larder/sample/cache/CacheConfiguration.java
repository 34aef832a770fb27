package dev.larder.sample.cache;

import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CacheConfiguration {

    /**
     * The platform's MBean server, made at start-up if nobody has made it before. The agent never makes it, because
     * that is the application's to time and configure; it registers its MBeans once the server is there.
     */
    @Bean
    MBeanServer platformMBeanServer() {
        return ManagementFactory.getPlatformMBeanServer();
    }
}
