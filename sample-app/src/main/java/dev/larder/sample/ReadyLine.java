package dev.larder.sample;

import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The last line of the start-up log: where to look. */
@Component
class ReadyLine implements ApplicationListener<ApplicationReadyEvent> {

    private static final Logger log = LoggerFactory.getLogger(ReadyLine.class);

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        Environment environment = event.getApplicationContext().getEnvironment();
        log.info(
                "Ready after {} s. Open http://{}:{}/",
                ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0,
                host(environment.getProperty("server.address", "")),
                environment.getProperty("local.server.port"));
    }

    /** An address that stands for all of them is none to open. */
    private static String host(String address) {
        return address.isEmpty() || address.equals("0.0.0.0") || address.equals("::") ? "localhost" : address;
    }
}
