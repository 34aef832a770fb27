package dev.larder.sample.web;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers bad requests with a problem detail that names what is wrong; the framework's own says only that something is. */
@RestControllerAdvice
class ApiErrors extends ResponseEntityExceptionHandler {

    @ExceptionHandler
    ProblemDetail notFound(NotFoundException exception) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, exception.getMessage());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        exception.getBody().setDetail(describe(exception.getAllErrors().stream().map(ApiErrors::describe)));
        return super.handleMethodArgumentNotValid(exception, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException exception,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        exception
                .getBody()
                .setDetail(describe(
                        exception.getParameterValidationResults().stream().flatMap(ApiErrors::describe)));
        return super.handleHandlerMethodValidationException(exception, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(status, "The body is not the JSON object expected here.");
        return handleExceptionInternal(exception, body, headers, status, request);
    }

    private static Stream<String> describe(ParameterValidationResult result) {
        List<? extends MessageSourceResolvable> errors =
                result instanceof ParameterErrors fields ? fields.getAllErrors() : result.getResolvableErrors();
        String parameter = result.getMethodParameter().getParameterName();
        return errors.stream()
                .map(error -> error instanceof FieldError ? describe(error) : parameter + " " + describe(error));
    }

    private static String describe(MessageSourceResolvable error) {
        return error instanceof FieldError field
                ? field.getField() + " " + field.getDefaultMessage()
                : String.valueOf(error.getDefaultMessage());
    }

    /** Sorted, so that the same mistake always reads the same. */
    private static String describe(Stream<String> problems) {
        return problems.sorted().collect(Collectors.joining(", ", "", "."));
    }
}
