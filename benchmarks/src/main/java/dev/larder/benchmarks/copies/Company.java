package dev.larder.benchmarks.copies;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** 1,000 entities: a company, 37 departments, and 26 employees in each, who know their department and their manager. */
final class Company {

    private static final int DEPARTMENTS = 37;
    private static final int EMPLOYEES = 26;

    private final String name;
    private final List<Department> departments = new ArrayList<>();

    private Company(String name) {
        this.name = name;
    }

    static Company of(long id) {
        Company company = new Company("Company " + id);
        Employee manager = null;
        for (int i = 0; i < DEPARTMENTS; i++) {
            Department department = new Department(id + i, "Department " + i, company);
            company.departments.add(department);
            for (int j = 0; j < EMPLOYEES; j++) {
                Employee employee = new Employee(id + (long) i * EMPLOYEES + j, "Employee " + j, department, manager);
                department.employees.add(employee);
                manager = j % 8 == 0 ? employee : manager;
            }
        }
        return company;
    }

    /** With a table of what has been copied, since employees refer to each other across departments. */
    Company copy() {
        Company copy = new Company(name);
        IdentityHashMap<Employee, Employee> copied = new IdentityHashMap<>(DEPARTMENTS * EMPLOYEES);
        for (Department department : departments) {
            copy.departments.add(department.copy(copy, copied));
        }
        return copy;
    }

    static final class Department {
        final long id;
        String name;
        final Company company;
        final List<Employee> employees = new ArrayList<>();

        Department(long id, String name, Company company) {
            this.id = id;
            this.name = name;
            this.company = company;
        }

        Department copy(Company to, IdentityHashMap<Employee, Employee> copied) {
            Department copy = new Department(id, name, to);
            for (Employee employee : employees) {
                copy.employees.add(employee.copy(copy, copied));
            }
            return copy;
        }
    }

    static final class Employee {
        final long id;
        String name;
        final Department department;

        @Nullable
        Employee manager;

        Employee(long id, String name, Department department, @Nullable Employee manager) {
            this.id = id;
            this.name = name;
            this.department = department;
            this.manager = manager;
        }

        /** The manager has been copied before. */
        Employee copy(Department to, IdentityHashMap<Employee, Employee> copied) {
            Employee copy = new Employee(id, name, to, manager == null ? null : copied.get(manager));
            copied.put(this, copy);
            return copy;
        }
    }
}
