package dev.larder.shop;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The shop over HTTP. */
@RestController
class ProductController {

    private final ProductService products;

    ProductController(ProductService products) {
        this.products = products;
    }

    @GetMapping("/products/{id}")
    ProductView find(@PathVariable("id") long id) {
        return products.find(id);
    }

    @GetMapping("/search/{part}")
    List<ProductView> search(@PathVariable("part") String part) {
        return products.search(part);
    }

    @PutMapping("/products")
    void save(@RequestBody ProductView view) {
        products.save(view);
    }
}
