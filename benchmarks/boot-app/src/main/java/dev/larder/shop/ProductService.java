package dev.larder.shop;

import dev.larder.CacheEvict;
import dev.larder.Cached;
import dev.larder.Ttl;
import java.util.List;
import org.springframework.stereotype.Service;

/** Reads products through the cache. */
@Service
public class ProductService {

    private final ProductRepository products;

    ProductService(ProductRepository products) {
        this.products = products;
    }

    @Cached(key = "product:{id}", ttl = Ttl.STANDARD)
    public ProductView find(long id) {
        return products.findById(id).map(ProductView::of).orElse(new ProductView(id, "none", 0));
    }

    @Cached(key = "products:{part}", ttl = Ttl.SHORT)
    public List<ProductView> search(String part) {
        return products.findByNameContaining(part).stream().map(ProductView::of).toList();
    }

    @CacheEvict(key = "product:{view.id}")
    public void save(ProductView view) {
        products.save(new Product(view.id(), view.name(), view.cents()));
    }
}
