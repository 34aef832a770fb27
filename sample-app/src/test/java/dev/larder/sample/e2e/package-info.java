/**
 * The packed sample with the packed agent, on every JDK found, against a real Redis: what a newcomer sees, and what an
 * operator counts on when Redis goes away.
 */
package dev.larder.sample.e2e;
