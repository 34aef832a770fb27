package dev.larder.benchmarks.catalog;

import java.io.Serializable;

/** An element of the mutable value. */
@SuppressWarnings("serial")
public final class Item implements Serializable {

    private long id;
    private String title = "";
    private int amount;
    private double price;

    /** For those who build it from its fields. */
    public Item() {}

    Item(long id, String title, int amount, double price) {
        this.id = id;
        this.title = title;
        this.amount = amount;
        this.price = price;
    }

    Item copy() {
        return new Item(id, title, amount, price);
    }

    public long getId() {
        return id;
    }

    public void setId(long id) {
        this.id = id;
    }

    public String getTitle() {
        return title;
    }

    public void setTitle(String title) {
        this.title = title;
    }

    public int getAmount() {
        return amount;
    }

    public void setAmount(int amount) {
        this.amount = amount;
    }

    public double getPrice() {
        return price;
    }

    public void setPrice(double price) {
        this.price = price;
    }
}
