package dev.larder.agent.core.classfile;

/**
 * Packages of widely used libraries, which have no annotations of Larder's.
 *
 * <p><b>Why.</b> To save time: a class may inherit the annotations, so its supertypes' class files have to be scanned,
 * and in most services nearly all classes and supertypes are in these packages. A missing package costs microseconds.
 * Classes in a wrongly listed package would never be cached, so the list has the libraries' own packages and not, for
 * example, all of {@code org.springframework}, under which there are applications.
 */
public final class KnownLibraries {

    /** One text: packing the agent renames its libraries in its own classes, in texts that begin with their names too. */
    private static final String[] PREFIXES = """
            java/
            javax/
            jakarta/
            jdk/
            sun/
            com/sun/
            kotlin/
            kotlinx/
            scala/
            groovy/
            org/springframework/aop/
            org/springframework/asm/
            org/springframework/beans/
            org/springframework/boot/
            org/springframework/cache/
            org/springframework/cglib/
            org/springframework/cloud/
            org/springframework/context/
            org/springframework/core/
            org/springframework/dao/
            org/springframework/data/
            org/springframework/expression/
            org/springframework/http/
            org/springframework/jdbc/
            org/springframework/objenesis/
            org/springframework/orm/
            org/springframework/security/
            org/springframework/transaction/
            org/springframework/util/
            org/springframework/validation/
            org/springframework/web/
            org/apache/catalina/
            org/apache/coyote/
            org/apache/tomcat/
            org/apache/commons/
            org/apache/logging/
            org/apache/kafka/
            org/apache/hc/
            org/apache/groovy/
            org/codehaus/groovy/
            org/eclipse/jetty/
            org/hibernate/
            org/jboss/
            org/aspectj/
            org/slf4j/
            ch/qos/logback/
            org/h2/
            org/postgresql/
            com/mysql/
            com/zaxxer/hikari/
            org/yaml/snakeyaml/
            com/fasterxml/
            tools/jackson/
            com/google/common/
            com/google/protobuf/
            io/grpc/
            io/netty/
            reactor/
            io/lettuce/
            io/micrometer/
            io/opentelemetry/
            io/prometheus/
            io/quarkus/
            io/smallrye/
            io/vertx/
            io/undertow/
            io/micronaut/
            io/reactivex/
            net/bytebuddy/
            org/objectweb/asm/
            javassist/
            org/mockito/
            org/junit/
            org/assertj/
            org/thymeleaf/
            freemarker/
            org/attoparser/
            org/unbescape/
            com/jayway/
            net/minidev/
            """.split("\n");

    private KnownLibraries() {}

    public static boolean contain(String internalName) {
        for (String prefix : PREFIXES) {
            if (internalName.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
