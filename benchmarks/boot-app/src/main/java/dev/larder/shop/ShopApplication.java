package dev.larder.shop;

import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the shop, says when it was ready and what it holds, and ends.
 *
 * <p>The lines on standard output are those that the benchmarks' {@code Told} reads. With the argument {@code footprint}
 * they include threads and heap; the first cached call is made then.
 */
@SpringBootApplication
public class ShopApplication {

    public static void main(String[] arguments) {
        System.out.println("MAIN=" + System.nanoTime());
        try (var context = SpringApplication.run(ShopApplication.class)) {
            System.out.println("READY=" + System.nanoTime());
            if (Arrays.asList(arguments).contains("footprint")) {
                context.getBean(ProductService.class).find(1);
                context.getBean(ProductService.class).find(1);
                System.out.println("THREADS=" + Thread.getAllStackTraces().size());
                System.out.println("HEAP=" + usedHeap());
            }
        }
    }

    private static long usedHeap() {
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
