package dev.larder.agent;

/** Sources of a shop that keeps its orders with Hibernate, and what its services return of them. */
final class JpaShop {

    static final String ENTITIES = """
            package shop;

            import jakarta.persistence.*;
            import java.util.*;
            import org.hibernate.annotations.SortNatural;

            /** They are changed by their own methods, which Hibernate's enhancer makes note changes. */
            class Entities {
                static final List<Class<?>> ALL = List.of(Order.class, Line.class, Customer.class, Product.class);
            }

            enum Status { OPEN, PAID }

            @Embeddable
            class Address {
                String city;
                int zip;

                void setCity(String city) { this.city = city; }
            }

            @Entity
            class Customer {
                @Id @GeneratedValue private Long id;
                private String name;

                Long getId() { return id; }
                String getName() { return name; }
                void setName(String name) { this.name = name; }
            }

            @Entity
            class Product {
                @Id @GeneratedValue private Long id;
                private String name = "product";
                @Basic(fetch = FetchType.LAZY) private String note = "note";

                Long getId() { return id; }
                String getName() { return name; }
                String getNote() { return note; }
            }

            @Entity
            class Line {
                @Id @GeneratedValue Long id;
                @ManyToOne(fetch = FetchType.LAZY) Order order;
                int amount;

                void setAmount(int amount) { this.amount = amount; }

                static Line of(Order order, int amount) {
                    Line line = new Line();
                    line.order = order;
                    line.amount = amount;
                    order.lines.add(line);
                    return line;
                }
            }

            @Entity
            @Table(name = "orders")
            class Order {
                @Id @GeneratedValue Long id;
                @Version int version;
                @Enumerated(EnumType.STRING) Status status = Status.OPEN;
                @Embedded Address address;
                @ManyToOne(fetch = FetchType.LAZY) Customer customer;
                @OneToMany(mappedBy = "order", cascade = CascadeType.ALL, orphanRemoval = true)
                @OrderBy("id") List<Line> lines = new ArrayList<>();
                @ElementCollection Set<String> tags = new HashSet<>();
                @ElementCollection Map<String, String> attributes = new HashMap<>();
                @ElementCollection @OrderColumn List<String> steps = new ArrayList<>();
                @ElementCollection @SortNatural SortedSet<String> codes = new TreeSet<>();

                void setStatus(Status status) { this.status = status; }

                static Order of(Customer customer) {
                    Order order = new Order();
                    order.customer = customer;
                    order.address = new Address();
                    order.address.city = "Bonn";
                    order.address.zip = 53111;
                    for (int i = 1; i <= 3; i++) {
                        Line.of(order, i);
                    }
                    order.tags.addAll(List.of("new", "paid"));
                    order.attributes.putAll(Map.of("colour", "red", "size", "L"));
                    order.steps.addAll(List.of("made", "packed", "sent"));
                    order.codes.addAll(List.of("b", "a"));
                    return order;
                }
            }
            """;

    static final String SERVICES = """
            package shop;

            import dev.larder.Cached;
            import jakarta.persistence.EntityManager;
            import java.util.*;
            import java.util.function.*;
            import org.hibernate.Hibernate;
            import org.hibernate.SessionFactory;
            import org.hibernate.cfg.Configuration;

            /** What services return of entities. */
            public class Shop {

                final SessionFactory factory;
                final Map<String, Integer> runs = new TreeMap<>();

                Shop() {
                    Configuration configuration = new Configuration()
                            .setProperty("hibernate.connection.url", "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1")
                            .setProperty("hibernate.hbm2ddl.auto", "create")
                            .setProperty("hibernate.generate_statistics", "true");
                    Entities.ALL.forEach(configuration::addAnnotatedClass);
                    factory = configuration.buildSessionFactory();
                }

                long statements() {
                    return factory.getStatistics().getPrepareStatementCount();
                }

                <T> T inTransaction(Function<EntityManager, T> work) {
                    try (EntityManager session = factory.createEntityManager()) {
                        session.getTransaction().begin();
                        T result = work.apply(session);
                        session.getTransaction().commit();
                        return result;
                    }
                }

                private <T> T run(String method, Function<EntityManager, T> work) {
                    runs.merge(method, 1, Integer::sum);
                    return inTransaction(work);
                }

                static Order fetched(EntityManager session, long id) {
                    Order order = session.createQuery(
                                    "select o from Order o join fetch o.customer left join fetch o.lines where o.id = :id", Order.class)
                            .setParameter("id", id)
                            .getSingleResult();
                    List.of(order.tags, order.attributes, order.steps, order.codes).forEach(Hibernate::initialize);
                    return order;
                }

                Order uncached(long id) { return inTransaction(session -> fetched(session, id)); }

                @Cached(key = "order:{0}", ttl = 600) Order order(long id) { return run("order", session -> fetched(session, id)); }

                @Cached(key = "maybe:{0}", ttl = 600) Optional<Order> maybe(long id) {
                    return run("maybe", session -> Optional.of(fetched(session, id)));
                }

                @Cached(key = "orders", ttl = 600) List<Order> orders() {
                    return run("orders", session -> {
                        List<Order> orders = session.createQuery("select o from Order o order by o.id", Order.class).getResultList();
                        for (Order order : orders) {
                            List.of(order.customer, order.lines, order.tags, order.attributes, order.steps, order.codes)
                                    .forEach(Hibernate::initialize);
                        }
                        return orders;
                    });
                }

                /** A proxy, or an enhanced entity that stands for one. */
                @Cached(key = "customer:{0}", ttl = 600) Customer customer(long id) {
                    return run("customer", session -> {
                        Customer customer = session.getReference(Customer.class, id);
                        Hibernate.initialize(customer);
                        return customer;
                    });
                }

                @Cached(key = "tags:{0}", ttl = 600) Set<String> tags(long id) {
                    return run("tags", session -> {
                        Set<String> tags = session.find(Order.class, id).tags;
                        Hibernate.initialize(tags);
                        return tags;
                    });
                }

                @Cached(key = "product:{0}", ttl = 600) Product product(long id, boolean isNoteRead) {
                    return run("product", session -> {
                        Product product = session.find(Product.class, id);
                        return isNoteRead && product.getNote().isEmpty() ? null : product;
                    });
                }

                @Cached(key = "lazyLines:{0}", ttl = 600) Order lazyLines(long id) {
                    return run("lazyLines", session -> {
                        Order order = session.find(Order.class, id);
                        Hibernate.initialize(order.customer);
                        return order;
                    });
                }

                @Cached(key = "lazyCustomer:{0}", ttl = 600) List<Order> lazyCustomer(long id) {
                    return run("lazyCustomer", session -> {
                        Order order = session.find(Order.class, id);
                        List.of(order.lines, order.tags, order.attributes, order.steps, order.codes).forEach(Hibernate::initialize);
                        return new ArrayList<>(List.of(order));
                    });
                }
            }
            """;

    private JpaShop() {}
}
