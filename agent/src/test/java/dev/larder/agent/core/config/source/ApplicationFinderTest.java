package dev.larder.agent.core.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.config.parse.ConfigReader;
import dev.larder.agent.core.config.parse.EffectiveConfig;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ApplicationFinderTest {

    @TempDir
    private Path directory;

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> manifest = new HashMap<>();
    private final Map<String, String> entries = new HashMap<>();

    @Test
    void f31_propertyOfSpring_namesTheApplication() {
        properties.put("sun.java.command", "com.acme.Orders");
        properties.put("spring.application.name", "orders");
        environment.put("SPRING_APPLICATION_NAME", "other");

        assertThat(find()).isEqualTo(new Application("orders", "the system property spring.application.name"));
    }

    @Test
    void f31_variableOfSpring_namesTheApplication() {
        properties.put("sun.java.command", "com.acme.Orders");
        environment.put("SPRING_APPLICATION_NAME", "orders");

        assertThat(find()).isEqualTo(new Application("orders", "the environment variable SPRING_APPLICATION_NAME"));
    }

    @ParameterizedTest
    @CsvSource({"com.acme.Orders --port=1,com.acme.Orders", "shop/com.acme.Orders,com.acme.Orders", "Orders,Orders"})
    void f31_mainClass_namesTheApplication(String command, String name) {
        properties.put("sun.java.command", command);

        assertThat(find()).isEqualTo(new Application(name, "the main class"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "org.apache.catalina.startup.Bootstrap start",
                "org.springframework.boot.loader.launch.JarLauncher",
                "org.jboss.modules.Main -mp modules"
            })
    void h111_launcherOfManyApplications_namesNone(String command) {
        properties.put("sun.java.command", command);

        assertThat(find()).isEqualTo(Application.UNKNOWN);
        assertThat(find().namespace()).isEqualTo("larder");
    }

    @Test
    void f31_springsFileInADirectoryOfTheClassPath_namesTheApplication() throws IOException {
        properties.put("sun.java.command", "com.acme.Orders");
        properties.put("java.class.path", directory.resolve("absent") + File.pathSeparator + directory);
        Files.writeString(directory.resolve("application.properties"), "a=b\nspring.application.name = orders \n");

        assertThat(find()).isEqualTo(new Application("orders", "spring.application.name in application.properties"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring:\n  application:\n    name: orders\n",
                "# first\nserver:\n  port: 1\nspring:\n  main:\n    name: no\n  application:\n    name: \"orders\" # ours\n",
                "---\nspring.application.name: orders\n---\nspring.application.name: other\n",
                "spring:\n  application.name: 'orders'\n"
            })
    void f31_springsYaml_namesTheApplication(String yaml) throws IOException {
        properties.put("java.class.path", directory.toString());
        properties.put("sun.java.command", "com.acme.Orders");
        Files.writeString(directory.resolve("application.yml"), yaml);

        assertThat(find().name()).isEqualTo("orders");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring:\n  application:\n    name: ${NAME}\n",
                "other:\n  application:\n    name: no\n",
                "a: b\n---\nspring.application.name: no\n",
                "spring:\n  application:\n  name: no\n",
                "{{{:\n\t\t:"
            })
    void f31_yamlThatNamesNone_leavesTheMainClass(String yaml) throws IOException {
        properties.put("java.class.path", directory.toString());
        properties.put("sun.java.command", "com.acme.Orders");
        Files.writeString(directory.resolve("application.yml"), yaml);

        assertThat(find().name()).isEqualTo("com.acme.Orders");
    }

    @Test
    void f31_jarOfSpringBoot_isNamedByItsFile() throws IOException {
        manifest.put("Main-Class", "org.springframework.boot.loader.launch.JarLauncher");
        manifest.put("Start-Class", "com.acme.Orders");
        manifest.put("Implementation-Title", "orders-service");
        entries.put("BOOT-INF/classes/application.properties", "spring.application.name=orders");
        launchJar();

        assertThat(find().name()).isEqualTo("orders");
    }

    @Test
    void f31_jarWithATitle_isNamedByIt() throws IOException {
        manifest.put("Main-Class", "com.acme.Orders");
        manifest.put("Implementation-Title", "orders-service");
        launchJar();

        assertThat(find()).isEqualTo(new Application("orders-service", "the title in the jar's manifest"));
    }

    @Test
    void f31_jarWithoutATitle_isNamedByWhatItStarts() throws IOException {
        manifest.put("Main-Class", "org.springframework.boot.loader.launch.JarLauncher");
        manifest.put("Start-Class", "com.acme.Orders");
        launchJar();
        assertThat(find().name()).isEqualTo("com.acme.Orders");

        manifest.clear();
        manifest.put("Main-Class", "com.acme.Bills");
        launchJar();
        assertThat(find().name()).isEqualTo("com.acme.Bills");
    }

    @Test
    void f31_jarThatCannotBeRead_namesNone() throws IOException {
        launchJar();
        Files.writeString(directory.resolve("a b.jar"), "no jar");

        assertThat(find()).isEqualTo(Application.UNKNOWN);
    }

    @Test
    void f31_namespace_isTheNameInItsCharactersAndLength() {
        assertThat(new Application("com.acme.Orders_2", "").namespace()).isEqualTo("com.acme.Orders_2");
        assertThat(new Application("Ordérs & more", "").namespace()).matches("Ord-rs---more-[0-9a-f]+");
        assertThat(new Application("a/b", "").namespace()).isNotEqualTo(new Application("a:b", "").namespace());
        String longName = "x".repeat(100);
        assertThat(new Application(longName + "1", "").namespace())
                .hasSizeLessThanOrEqualTo(64)
                .matches("[A-Za-z0-9_.-]{1,64}")
                .isNotEqualTo(new Application(longName + "2", "").namespace());
    }

    @Test
    void f31_defaultNamespace_isTheApplicationsAndSaysWhoseNameItIs() {
        Application orders = new Application("orders", "the main class");
        EffectiveConfig given = ConfigReader.read(new ConfigSources("namespace=shop", Map.of(), Map.of()));
        EffectiveConfig notGiven = ConfigReader.read(new ConfigSources("", Map.of(), Map.of()));

        assertThat(given.of(orders)).isSameAs(given);
        assertThat(notGiven.of(Application.UNKNOWN)).isSameAs(notGiven);
        assertThat(notGiven.of(orders).config().namespace()).isEqualTo("orders");
        assertThat(notGiven.of(orders).summary()).contains("larder.namespace=orders (default, from the main class)");
        assertThat(notGiven.of(orders).namespaceOrigin()).isEqualTo("default, from the main class");
    }

    private Application find() {
        return ApplicationFinder.find(new ConfigSources("", properties, environment));
    }

    private void launchJar() throws IOException {
        Path jar = directory.resolve("a b.jar");
        Manifest written = new Manifest();
        written.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach((name, value) -> written.getMainAttributes().putValue(name, value));
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, written)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        properties.put("java.class.path", jar.toString());
        properties.put("sun.java.command", jar + " --flag");
    }
}
