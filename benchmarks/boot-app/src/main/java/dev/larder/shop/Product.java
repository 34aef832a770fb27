package dev.larder.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;

/** What the shop sells. */
@Entity
public class Product {

    @Id
    private long id;

    @NotBlank
    private String name = "";

    @PositiveOrZero
    private int cents;

    /** For JPA. */
    protected Product() {}

    Product(long id, String name, int cents) {
        this.id = id;
        this.name = name;
        this.cents = cents;
    }

    public long getId() {
        return id;
    }

    public String getName() {
        return name;
    }

    public int getCents() {
        return cents;
    }
}
