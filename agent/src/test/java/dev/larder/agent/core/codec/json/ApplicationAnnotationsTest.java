package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.junit.jupiter.api.Test;

final class ApplicationAnnotationsTest {

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.NONE)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    static final class Annotated {
        @JsonIgnore
        String password;

        @JsonProperty("renamed")
        String name;

        @JsonFormat(shape = JsonFormat.Shape.STRING)
        int number;

        @JsonUnwrapped
        Annotated inside;

        @JsonCreator
        Annotated(@JsonProperty("renamed") String name) {
            this.name = name + "!";
        }
    }

    @Test
    void h98_annotationsOfJackson_changeNothing() throws Exception {
        Annotated value = new Annotated("n");
        value.password = "p";
        value.number = 5;
        value.inside = new Annotated("m");

        assertThat(RoundTrip.through(Annotated.class, value))
                .usingRecursiveComparison()
                .isEqualTo(value);
        assertThat(RoundTrip.text(RoundTrip.codec(Annotated.class).encode(new Annotated("n"))))
                .isEqualTo("{\"inside\":null,\"name\":\"n!\",\"number\":0,\"password\":null}");
    }
}
