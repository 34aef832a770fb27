package dev.larder.shop;

/** A product as customers see it. */
public record ProductView(long id, String name, int cents) {

    static ProductView of(Product product) {
        return new ProductView(product.getId(), product.getName(), product.getCents());
    }
}
