package dev.otpkit.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Runs a contract as JUnit would, and tells which of its tests failed. */
final class ContractRun {
    private ContractRun() {}

    /** The failed tests, each with what it said. */
    static Map<String, String> failures(Class<?> contract, Supplier<?> subject) {
        Map<String, String> failed = new TreeMap<>();
        for (Method method : contract.getMethods()) {
            if (method.isAnnotationPresent(Test.class)) {
                try {
                    method.setAccessible(true);
                    method.invoke(subject.get());
                } catch (InvocationTargetException e) {
                    failed.put(method.getName(), String.valueOf(e.getCause()));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return failed;
    }
}
