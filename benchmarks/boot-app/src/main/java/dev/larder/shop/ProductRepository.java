package dev.larder.shop;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/** The products in the database. */
public interface ProductRepository extends JpaRepository<Product, Long> {

    List<Product> findByNameContaining(String part);
}
